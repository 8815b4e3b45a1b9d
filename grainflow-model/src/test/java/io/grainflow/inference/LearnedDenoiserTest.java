package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles, sizes and refusals of network denoisers. */
@Tag("processor")
final class LearnedDenoiserTest extends DenoiserContract {
    private static final Network NETWORK = new DnCnnSpec(3, 6, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1).network();

    /** A fixed network that smooths slightly, so that it improves flat regions. */
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
        return LearnedDenoiser.of(spec.network(), Weights.of(tensors), PixelDomain.SRGB, Inference.on(Device.CPU));
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
        Image noisy = noisy(scene(3, height, width), 0.1);
        Image whole = denoised(NETWORK, randomWeights(), noisy, 1000);
        Image tiled = denoised(NETWORK, randomWeights(), noisy, tile + 2 * NETWORK.receptiveRadius());
        float[] a = whole.toArray();
        float[] b = tiled.toArray();
        float worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        assertThat(worst).isLessThan(1e-5f);
        assertThat(whole).isNotEqualTo(noisy);
    }

    /** Windows begin at whole blocks, so pooling combines the same pixels; images of other sizes are padded by reflection. */
    @ParameterizedTest
    @CsvSource({"64, 64, 8", "61, 47, 16", "1, 1, 4", "1, 90, 7", "33, 2, 8", "70, 50, 24"})
    void tilesOfAPoolingNetworkGiveWhatTheWholeImageGives(int height, int width, int tile) {
        Network network = new UNetSpec(3, 3, 3, 4, 5, 6, 4, UNetSpec.Range.CENTRED, 1).network();
        assertThat(network.block()).isEqualTo(8);
        assertThat(network.receptiveRadius()).isEqualTo(32);
        Image noisy = noisy(scene(3, height, width), 0.1);
        Weights weights = Initialisation.of(network, new Seed(5));
        float[] whole = denoised(network, weights, noisy, 1000).toArray();
        float[] tiled = denoised(network, weights, noisy, tile + 72).toArray();
        float worst = 0;
        for (int i = 0; i < whole.length; i++) {
            worst = Math.max(worst, Math.abs(whole[i] - tiled[i]));
        }
        assertThat(worst).isLessThan(1e-5f);
    }

    /** With windows no larger than the given size, on the compiled engine. */
    private static Image denoised(Network network, Weights weights, Image noisy, int most) {
        try (PlanEngine plan =
                new PlanEngine(Plan.of(NetworkGraph.of(network, weights), 2), Inference.DEFAULT_MEMORY)) {
            InferenceEngine windows = new InferenceEngine() {
                @Override
                public void run(int height, int width, RowSource source, RowSink sink) {
                    assertThat(Math.max(height, width)).isLessThanOrEqualTo(most);
                    plan.run(height, width, source, sink);
                }

                @Override
                public int mostRows() {
                    return most;
                }

                @Override
                public int mostColumns() {
                    return most;
                }

                @Override
                public boolean takesRows(int width) {
                    return true;
                }

                @Override
                public Precision precision() {
                    return plan.precision();
                }

                @Override
                public void close() {}
            };
            return new LearnedDenoiser(windows, network, PixelDomain.SRGB).denoise(noisy);
        }
    }

    /** Images that are one pixel high or wide, of any length. */
    @ParameterizedTest
    @CsvSource({"1, 100000", "100000, 1", "1, 1", "2, 3"})
    void extremeShapes(int height, int width) {
        Network network = new UNetSpec(1, 1, 3, 4, 5, 6, 4, UNetSpec.Range.CENTRED, 1).network();
        Weights weights = Initialisation.of(network, new Seed(5));
        Image noisy = noisy(scene(1, height, width), 0.1);
        Inference inference = Inference.on(Device.CPU).withMemory(8 << 20);
        try (LearnedDenoiser denoiser = LearnedDenoiser.of(network, weights, PixelDomain.SRGB, inference)) {
            Image restored = denoiser.denoise(noisy);
            assertThat(restored.height()).isEqualTo(height);
            assertThat(restored.width()).isEqualTo(width);
            // the same for rows and columns, and for any memory bound
            if (height == 1) {
                float[] wide = denoised(network, weights, noisy, 40_000).toArray();
                float[] narrow = restored.toArray();
                for (int i = 0; i < wide.length; i++) {
                    assertThat(narrow[i]).isCloseTo(wide[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void tooLittleMemoryIsToldInOneLine() {
        Network network = UNetSpec.defaults(3).network();
        Weights weights = Initialisation.of(network, new Seed(5));
        Inference inference = Inference.on(Device.CPU).withMemory(1 << 20);
        assertThatThrownBy(() -> LearnedDenoiser.of(network, weights, PixelDomain.SRGB, inference))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("memory: 1 MB are too few for this denoiser, whose smallest window takes \\d+;"
                        + " raise memory to at least so many");
    }

    /** The two engines agree. */
    @Test
    void tensorsGiveWhatThePlanGives() {
        Image noisy = noisy(scene(3, 61, 47), 0.1);
        try (TorchEngine torch = new TorchEngine(FoldedNetwork.of(NETWORK, randomWeights()), Device.CPU, 2)) {
            float[] tensors = new LearnedDenoiser(torch, NETWORK, PixelDomain.SRGB)
                    .denoise(noisy)
                    .toArray();
            float[] plan = denoised(NETWORK, randomWeights(), noisy, 1000).toArray();
            for (int i = 0; i < plan.length; i++) {
                assertThat(plan[i]).isCloseTo(tensors[i], within(1e-5f));
            }
        }
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
        // the second image creates border kernels, which are only created on repeated use
        denoiser.denoise(noisy);
        long before = NativeLibrary.liveObjects();
        denoiser.denoise(noisy);
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    /** Initial values, changed so that no parameter has a neutral value that would hide an error. */
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
