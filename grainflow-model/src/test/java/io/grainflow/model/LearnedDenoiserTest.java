package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles, sizes and refusals of network denoisers. */
final class LearnedDenoiserTest extends DenoiserContract {
    private static final Network NETWORK = new DnCnnSpec(3, 6, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1).network();

    /** A network that averages a little: fixed, and better than nothing on flat regions. */
    @Override
    protected Denoiser denoiser() {
        DnCnnSpec spec = new DnCnnSpec(1, 2, 2, false, DnCnnSpec.Biases.ALL, 1e-4, 0.1);
        float[] laplace = {0, -1, 0, -1, 4, -1, 0, -1, 0};
        float[] first = new float[18];
        float[] last = new float[18];
        for (int i = 0; i < 9; i++) {
            first[i] = laplace[i];
            first[9 + i] = -laplace[i];
        }
        last[4] = 0.1f;
        last[13] = -0.1f;
        Map<String, StoredTensor> tensors = Map.of(
                "conv.0.weight", StoredTensor.ofFloats(first, 2, 1, 3, 3),
                "conv.0.bias", StoredTensor.ofFloats(new float[2], 2),
                "conv.1.weight", StoredTensor.ofFloats(last, 1, 2, 3, 3),
                "conv.1.bias", StoredTensor.ofFloats(new float[1], 1));
        return LearnedDenoiser.of(spec.network(), Weights.of(tensors), PixelDomain.SRGB, Device.CPU);
    }

    @Override
    protected int channels() {
        return 1;
    }

    @Override
    protected double sigma() {
        return 0.1;
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 16", "61, 47, 17", "61, 47, 5", "1, 1, 4", "1, 90, 7", "33, 2, 8", "12, 9, 1"})
    void tilesGiveWhatTheWholeImageGives(int height, int width, int tile) {
        FoldedNetwork folded = FoldedNetwork.of(NETWORK, randomWeights());
        TorchEngine engine = new TorchEngine(folded, Device.CPU);
        Image noisy = noisy(scene(3, height, width), 0.1);
        Image whole = new LearnedDenoiser(engine, folded.network(), PixelDomain.SRGB, 1000).denoise(noisy);
        Image tiled = new LearnedDenoiser(engine, folded.network(), PixelDomain.SRGB, tile).denoise(noisy);
        float[] a = whole.toArray();
        float[] b = tiled.toArray();
        float worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        assertThat(worst).isLessThan(1e-5f);
        assertThat(whole).isNotEqualTo(noisy);
    }

    /** Windows begin at whole blocks, so pooling joins the same pixels; sizes that are no multiples are reflected. */
    @ParameterizedTest
    @CsvSource({"64, 64, 8", "61, 47, 16", "1, 1, 4", "1, 90, 7", "33, 2, 8", "70, 50, 24"})
    void tilesOfAPoolingNetworkGiveWhatTheWholeImageGives(int height, int width, int tile) {
        Network network = new UNetSpec(3, 3, 3, 4, 5, 6, 4, UNetSpec.Range.CENTRED, 1).network();
        assertThat(network.block()).isEqualTo(8);
        assertThat(network.receptiveRadius()).isEqualTo(32);
        Image noisy = noisy(scene(3, height, width), 0.1);
        TorchEngine engine =
                new TorchEngine(new FoldedNetwork(network, Initialisation.of(network, new Seed(5))), Device.CPU);
        float[] whole = new LearnedDenoiser(engine, network, PixelDomain.SRGB, 1000)
                .denoise(noisy)
                .toArray();
        float[] tiled = new LearnedDenoiser(engine, network, PixelDomain.SRGB, tile)
                .denoise(noisy)
                .toArray();
        float worst = 0;
        for (int i = 0; i < whole.length; i++) {
            worst = Math.max(worst, Math.abs(whole[i] - tiled[i]));
        }
        assertThat(worst).isLessThan(1e-5f);
    }

    @Test
    void otherImagesAreRefused() {
        assertThatThrownBy(() -> denoiser().denoise(scene(3, 8, 8)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 3 channels, the denoiser was made for 1");
        Image raw = Image.copyOf(PixelDomain.RAW_PACKED, 2, 2, new float[4]);
        assertThatThrownBy(() -> denoiser().denoise(raw))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("RAW_PACKED");
    }

    @Test
    void nothingNativeIsLeftBehind() {
        Denoiser denoiser = denoiser();
        Image noisy = scene(1, 20, 20);
        denoiser.denoise(noisy);
        long before = NativeLibrary.liveObjects();
        denoiser.denoise(noisy);
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    /** As initialised, but with no parameter at a value that would hide a mistake. */
    private static Weights randomWeights() {
        Map<String, StoredTensor> tensors =
                new TreeMap<>(Initialisation.of(NETWORK, new Seed(3)).tensors());
        for (ParameterSlot slot : NETWORK.parameters()) {
            if (slot.role() != ParameterSlot.Role.KERNEL || slot.name().equals("conv.5.weight")) {
                RandomField field = new RandomField(new Seed(4).child(slot.name()));
                float[] values = new float[slot.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.1 + 0.5 * field.uniform(i, 0));
                }
                tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
            }
        }
        return Weights.of(tensors);
    }
}
