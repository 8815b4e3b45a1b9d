package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NeCA-W and NeCA-S as noise models. */
@Tag("processor")
final class NecaNoiseTest implements NoiseModelContract {
    private static final Seed SEED = new Seed(3);
    private static final List<Capture> CAPTURES = List.of(Capture.of("b", 100), Capture.of("a", 400));

    private static final NecaNoise MODEL = whole(NecaSpec.Sharing.PER_CAMERA);

    @Override
    public NoiseModel model() {
        return MODEL;
    }

    @Override
    public Capture capture() {
        return CAPTURES.get(0);
    }

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    static NecaSpec spec(NecaSpec.Form form, NecaSpec.Sharing sharing) {
        return new NecaSpec(3, 6, 8, 5, form, sharing, 0.1, List.of("a", "b"));
    }

    /** Random networks whose noise can be seen; the gains of the captures are far apart. */
    static Weights weights(NecaSpec spec) {
        Map<String, StoredTensor> tensors =
                new TreeMap<>(RandomWeights.of(spec.slots(), new Seed(11)).tensors());
        tensors.replaceAll((name, tensor) ->
                name.endsWith("conv5.bias") ? StoredTensor.ofFloats(new float[] {0.3f, 0.4f, -0.35f}, 3) : tensor);
        if (spec.form() == NecaSpec.Form.WHOLE) {
            tensors.put(NecaSpec.GAIN_MEAN, StoredTensor.ofFloats(new float[] {0.1f, 0.9f}, 2));
            tensors.put(NecaSpec.GAIN_DEVIATION, StoredTensor.ofFloats(new float[] {0.02f, 0.1f}, 2));
        }
        return Weights.of(tensors);
    }

    private static NoiseModel model(NecaSpec spec) {
        return spec.build(CAPTURES, weights(spec), Inference.on(Device.CPU));
    }

    private static NecaNoise whole(NecaSpec.Sharing sharing) {
        return (NecaNoise) model(spec(NecaSpec.Form.WHOLE, sharing));
    }

    private static Image image(int height, int width, long seed) {
        RandomField field = new RandomField(new Seed(seed));
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) field.uniform(i, 0);
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    private static double deviation(Image clean, Image noisy) {
        double squares = 0;
        for (int i = 0; i < clean.size(); i++) {
            double noise = noisy.values().get(i) - clean.values().get(i);
            squares += noise * noise / clean.size();
        }
        return Math.sqrt(squares);
    }

    @Test
    void aSeedGivesOneImageOfAnySize() {
        for (NecaSpec.Form form : NecaSpec.Form.values()) {
            try (NoiseModel model = model(spec(form, NecaSpec.Sharing.ALL))) {
                for (int[] size : new int[][] {{1, 1}, {1, 9}, {3, 2}, {7, 40}, {24, 16}, {33, 29}}) {
                    Image clean = image(size[0], size[1], 1);
                    Image noisy = model.sampleNoisy(clean, CAPTURES.get(0), SEED);
                    assertThat(noisy.sameShape(clean)).isTrue();
                    assertThat(deviation(clean, noisy))
                            .as("%s %s", form, List.of(size[0], size[1]))
                            .isBetween(0.01, 1.0);
                    assertThat(model.sampleNoisy(clean, CAPTURES.get(0), SEED)).isEqualTo(noisy);
                    assertThat(model.sampleNoisy(clean, CAPTURES.get(0), new Seed(4)))
                            .isNotEqualTo(noisy);
                }
            }
        }
    }

    @Test
    void graphsGiveTheNetworksOnTensors() {
        for (NecaSpec.Sharing sharing : NecaSpec.Sharing.values()) {
            NecaSpec spec = spec(NecaSpec.Form.WHOLE, sharing);
            Weights weights = weights(spec);
            Image clean = image(41, 30, 1);
            Image noisy = image(41, 30, 2);
            try (NecaEngine graphs = new GraphNeca(spec, weights, Inference.on(Device.CPU));
                    NecaEngine tensors = new TorchNeca(spec, weights, Inference.on(Device.CPU))) {
                for (int set = 0; set < spec.sets(); set++) {
                    double gain = tensors.gain(set, noisy);
                    assertThat(graphs.gain(set, noisy)).isCloseTo(gain, within(1e-5));
                    assertThat(graphs.level(set, clean, gain))
                            .containsExactly(tensors.level(set, clean, gain), within(1e-4f));
                    float[] independent = image(40, 32, 3).toArray();
                    assertThat(graphs.correlated(set, independent, 40, 32))
                            .containsExactly(tensors.correlated(set, independent, 40, 32), within(1e-4f));
                }
            }
        }
    }

    @Test
    void theGainOfACaptureVariesFromSampleToSample() {
        try (NecaNoise model = whole(NecaSpec.Sharing.ALL)) {
            Image clean = image(24, 24, 1);
            for (int i = 0; i < CAPTURES.size(); i++) {
                double mean = i == 0 ? 0.1 : 0.9;
                double deviation = i == 0 ? 0.02 : 0.1;
                double gain = mean + deviation * new RandomField(SEED.child("gain")).normal(0);
                float[] expected;
                try (NecaEngine engine = new TorchNeca(
                        spec(NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL),
                        weights(spec(NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL)),
                        Inference.on(Device.CPU))) {
                    float[] level = engine.level(0, clean, gain);
                    RandomField latent = new RandomField(SEED.child("latent"));
                    for (int k = 0; k < level.length; k++) {
                        level[k] *= (float) latent.normal(k);
                    }
                    expected = engine.correlated(0, level, 24, 24);
                }
                for (int k = 0; k < expected.length; k++) {
                    expected[k] += clean.values().get(k);
                }
                assertThat(model.sampleNoisy(clean, CAPTURES.get(i), SEED).toArray())
                        .containsExactly(expected, within(1e-4f));
            }
        }
    }

    @Test
    void imitatesTheGainOfAPair() {
        for (NecaSpec.Sharing sharing : NecaSpec.Sharing.values()) {
            try (NecaNoise model = whole(sharing)) {
                Image clean = image(20, 31, 1);
                Image first =
                        model.sampleLike(clean, image(16, 18, 4), image(16, 18, 5), LikeSampling.noiseAware(), SEED);
                Image second = model.sampleLike(clean, image(9, 9, 6), image(9, 9, 7), LikeSampling.noiseAware(), SEED);
                assertThat(first.sameShape(clean)).isTrue();
                assertThat(first).isNotEqualTo(second);
            }
        }
    }

    @Test
    void eachCameraHasItsNetworks() {
        NecaSpec spec = spec(NecaSpec.Form.SIMPLIFIED, NecaSpec.Sharing.PER_CAMERA);
        assertThat(spec.slots()).hasSize(2 * 30);
        try (NoiseModel model = model(spec)) {
            Image clean = image(16, 16, 1);
            assertThat(model.captures()).containsExactly(CAPTURES.get(1), CAPTURES.get(0));
            assertThat(model.sampleNoisy(clean, CAPTURES.get(0), SEED))
                    .isNotEqualTo(model.sampleNoisy(clean, CAPTURES.get(1), SEED));
            assertThatThrownBy(() -> model.sampleNoisy(clean, Capture.of("c", 100), SEED))
                    .isInstanceOf(UnknownCaptureException.class);
        }
        try (NoiseModel shared = model(spec(NecaSpec.Form.SIMPLIFIED, NecaSpec.Sharing.ALL))) {
            assertThat(shared.captures()).isEmpty();
        }
    }

    @Test
    void temperatureScalesIndependentNoise() {
        try (NecaNoise model = whole(NecaSpec.Sharing.ALL)) {
            Image clean = image(16, 16, 1);
            assertThat(model.sampleNoisy(clean, CAPTURES.get(0), 1, SEED))
                    .isEqualTo(model.sampleNoisy(clean, CAPTURES.get(0), SEED));
            double hot = deviation(clean, model.sampleNoisy(clean, CAPTURES.get(0), 2, SEED));
            double cold = deviation(clean, model.sampleNoisy(clean, CAPTURES.get(0), 0.5, SEED));
            assertThat(hot).isGreaterThan(cold);
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        try (NecaNoise model = whole(NecaSpec.Sharing.ALL)) {
            Image clean = image(32, 40, 1);
            Image expected = model.sampleNoisy(clean, CAPTURES.get(1), SEED);
            ExecutorService pool = Executors.newFixedThreadPool(4);
            try {
                List<Future<Image>> pending = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    pending.add(pool.submit(() -> model.sampleNoisy(clean, CAPTURES.get(1), SEED)));
                }
                for (Future<Image> one : pending) {
                    assertThat(one.get()).isEqualTo(expected);
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void whatCannotBeSampledIsToldInOneLine() {
        NecaSpec spec = spec(NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL);
        Image clean = image(16, 16, 1);
        try (NoiseModel imported = spec.build(List.of(), weights(spec), Inference.on(Device.CPU));
                NecaNoise model = whole(NecaSpec.Sharing.ALL)) {
            assertThatThrownBy(() -> imported.sampleNoisy(clean, CAPTURES.get(0), SEED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("knows no gains of cameras and ISOs");
            assertThatThrownBy(() -> model.sampleNoisy(clean, Capture.of("a", 100), SEED))
                    .isInstanceOf(UnknownCaptureException.class);
            Image grey = image(16, 16, 1).channel(0);
            assertThatThrownBy(() -> model.sampleNoisy(grey, CAPTURES.get(0), SEED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has 1 channel, the noise model was made for 3");
            assertThatThrownBy(() -> model.sampleLike(clean, clean, image(16, 8, 1), LikeSampling.noiseAware(), SEED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has 16x8 pixels, its clean image has 16x16");
            assertThatThrownBy(() -> model.sampleLike(clean, clean, grey, LikeSampling.noiseAware(), SEED))
                    .isInstanceOf(InputException.class);
        }
        NecaNoise closed = whole(NecaSpec.Sharing.ALL);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.sampleNoisy(clean, CAPTURES.get(0), SEED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
