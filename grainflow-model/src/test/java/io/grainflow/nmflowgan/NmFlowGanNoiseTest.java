package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.train.RecordSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NM-FlowGAN as a noise model of images of any size. */
@Tag("processor")
final class NmFlowGanNoiseTest implements NoiseModelContract {
    private static final List<Capture> CAPTURES =
            List.of(Capture.of("a", 100), Capture.of("b", 800), Capture.of("a", 800));
    private static final NmFlowGanSpec SMALL = RecordSettings.replace(
            NmFlowGanSpec.defaults(3, CAPTURES), Map.of("generatorWidth", 4, "structureWidth", 5, "pointWidth", 6));
    private static final NmFlowGanSpec PUBLISHED = RecordSettings.replace(
            NmFlowGanSpec.published(3, CAPTURES),
            Map.of("generatorWidth", 4, "generatorDepth", 4, "unknown", NmFlowGanSpec.Unknown.FIRST));

    @BeforeAll
    static void loadLibrary() {
        NativeLibrary.load();
    }

    static Stream<NmFlowGanSpec> specs() {
        return Stream.of(SMALL, PUBLISHED);
    }

    /** Random weights with noise of some grey levels. */
    private static Weights weights(NmFlowGanSpec spec) {
        Map<String, StoredTensor> tensors =
                new TreeMap<>(RandomWeights.of(spec.slots(), new Seed(1)).tensors());
        tensors.replaceAll((name, tensor) -> {
            if (!name.endsWith(".log_scale")) {
                return tensor;
            }
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] += 1.8f;
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        return Weights.of(tensors);
    }

    private static Inference inference() {
        return Inference.on(Device.CPU).withThreads(1);
    }

    private static NmFlowGanNoise model(NmFlowGanSpec spec) {
        return new NmFlowGanNoise(spec, CAPTURES, weights(spec), inference());
    }

    @Override
    public NmFlowGanNoise model() {
        return model(SMALL);
    }

    @Override
    public Capture capture() {
        return CAPTURES.get(1);
    }

    private static Image picture(int height, int width) {
        RandomField field = new RandomField(new Seed(height + 1000L * width));
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(40 + 180 * field.uniform(i, 0)) / 255f;
        }
        return Image.copyOf(PixelDomain.SRGB, height, width, values);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void graphsGiveWhatTensorsGive(NmFlowGanSpec spec) {
        try (CompiledNmFlowGan graphs = new CompiledNmFlowGan(spec, weights(spec), inference());
                TorchNmFlowGan tensors = new TorchNmFlowGan(spec, weights(spec), inference())) {
            Image clean = picture(24, 40);
            float[] light = clean.toArray();
            float[] latent = new float[light.length];
            float[] noisy = new float[light.length];
            RandomField normal = new RandomField(new Seed(4));
            for (int i = 0; i < latent.length; i++) {
                latent[i] = (float) normal.normal(i);
                noisy[i] = 256 * light[i] + 5 * latent[i];
            }
            for (int row = 0; row < 4; row++) {
                float[] expected = tensors.decode(24, 40, light, latent, row);
                assertThat(graphs.decode(24, 40, light, latent, row)).containsExactly(expected, within(0.01f));
                double nats = tensors.nats(24, 40, light, noisy, row);
                assertThat(graphs.nats(24, 40, light, noisy, row)).isCloseTo(nats, within(1e-5 * Math.abs(nats)));
            }
            assertThat(tensors.decode(24, 40, light, latent, 0)).isNotEqualTo(tensors.decode(24, 40, light, latent, 1));
            assertThat(graphs.correlate(24, 40, latent))
                    .containsExactly(tensors.correlate(24, 40, latent), within(1e-3f));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void imagesOfAnySize(NmFlowGanSpec spec) {
        try (NmFlowGanNoise model = model(spec)) {
            for (int[] size : new int[][] {{1, 1}, {1, 7}, {9, 2}, {3, 3}, {17, 33}}) {
                Image clean = picture(size[0], size[1]);
                Image noisy = model.sampleNoisy(clean, capture(), new Seed(3));
                assertThat(noisy.sameShape(clean)).isTrue();
                for (float value : noisy.toArray()) {
                    assertThat(value).isBetween(0f, 256f / 255);
                }
                assertThat(model.nllNatsPerDim(new NoisyPair("s", clean, noisy, capture())))
                        .isFinite();
            }
        }
    }

    /** Beyond the image, the generator sees the flow's noise mirrored: a mirrored image has the same sample. */
    @Test
    void reflectsTheNoiseToWholeBlocks() {
        NmFlowGanEngine asked = new NmFlowGanEngine() {
            @Override
            public float[] decode(int height, int width, float[] clean, float[] latent, int row) {
                float[] grey = new float[clean.length];
                for (int i = 0; i < grey.length; i++) {
                    grey[i] = 100 + i;
                }
                return grey;
            }

            @Override
            public double nats(int height, int width, float[] clean, float[] noisy, int row) {
                return 0;
            }

            @Override
            public float[] correlate(int height, int width, float[] noise) {
                assertThat(height).isEqualTo(4);
                assertThat(width).isEqualTo(4);
                float[] expected = {0, 1, 2, 1, 3, 4, 5, 4, 0, 1, 2, 1, 3, 4, 5, 4};
                for (int i = 0; i < 16; i++) {
                    assertThat(noise[i]).isEqualTo(expected[i] / 16);
                    assertThat(noise[16 + i]).isEqualTo((6 + expected[i]) / 16);
                }
                return noise;
            }

            @Override
            public void close() {}
        };
        float[] grey = new float[18];
        Arrays.fill(grey, 100 / 255f);
        Image clean = Image.copyOf(PixelDomain.SRGB, 2, 3, grey);
        float[] noisy = new NmFlowGanNoise(SMALL, CAPTURES, asked)
                .sampleNoisy(clean, capture(), new Seed(1))
                .toArray();
        for (int i = 0; i < 18; i++) {
            assertThat(noisy[i]).isEqualTo((100 + i) / 255f);
        }
    }

    @Test
    void samplesLieOnTheGridUnlessPublished() {
        Image clean = picture(16, 16);
        try (NmFlowGanNoise grid = model(SMALL);
                NmFlowGanNoise free = model(PUBLISHED)) {
            Image rounded = grid.sampleNoisy(clean, capture(), new Seed(1));
            assertThat(rounded).isEqualTo(rounded.quantised(255)).isNotEqualTo(clean);
            Image published = free.sampleNoisy(clean, capture(), new Seed(1));
            assertThat(published).isNotEqualTo(published.quantised(255));
        }
    }

    @Test
    void temperatureScalesTheLatent() {
        Image clean = picture(32, 32);
        try (NmFlowGanNoise model = model(SMALL)) {
            Image cold = model.sampleNoisy(clean, capture(), 0, new Seed(1));
            Image warm = model.sampleNoisy(clean, capture(), 1, new Seed(1));
            assertThat(model.sampleNoisy(clean, capture(), new Seed(1))).isEqualTo(warm);
            assertThat(deviation(clean, cold)).isLessThan(deviation(clean, warm));
        }
    }

    private static double deviation(Image clean, Image noisy) {
        double[] sums = new double[2];
        for (int i = 0; i < clean.size(); i++) {
            double noise = noisy.values().get(i) - clean.values().get(i);
            sums[0] += noise / clean.size();
            sums[1] += noise * noise / clean.size();
        }
        return Math.sqrt(sums[1] - sums[0] * sums[0]);
    }

    @Test
    void unknownCapturesAreAnErrorUnlessTheFirstIsAskedFor() {
        Image clean = picture(16, 16);
        Capture untrained = Capture.of("b", 100);
        Capture unknown = Capture.of("c", 77);
        NmFlowGanSpec strict = RecordSettings.replace(PUBLISHED, Map.of("unknown", NmFlowGanSpec.Unknown.ERROR));
        try (NmFlowGanNoise model = model(strict);
                NmFlowGanNoise lenient = model(PUBLISHED)) {
            for (Capture other : List.of(untrained, unknown)) {
                assertThatThrownBy(() -> model.sampleNoisy(clean, other, new Seed(1)))
                        .isInstanceOf(UnknownCaptureException.class);
                assertThatThrownBy(() -> model.nllNatsPerDim(new NoisyPair("s", clean, clean, other)))
                        .isInstanceOf(UnknownCaptureException.class);
            }
            assertThat(lenient.sampleNoisy(clean, unknown, new Seed(1)))
                    .isEqualTo(model.sampleNoisy(clean, CAPTURES.get(0), new Seed(1)));
            assertThat(lenient.sampleNoisy(clean, untrained, new Seed(1)))
                    .isNotEqualTo(lenient.sampleNoisy(clean, unknown, new Seed(1)));
        }
    }

    @Test
    void otherNumbersOfChannelsAreRefused() {
        Image grey = Image.copyOf(PixelDomain.SRGB, 2, 2, new float[4]);
        assertThatThrownBy(() -> model().sampleNoisy(grey, capture(), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 1 channel, the noise model was made for 3");
    }

    @Test
    void severalThreadsGiveWhatOneGivesAndNothingNativeIsLeft() throws InterruptedException, ExecutionException {
        model().close();
        long before = NativeLibrary.liveObjects();
        try (NmFlowGanNoise model = model(PUBLISHED)) {
            List<Image> inTurn = IntStream.range(0, 4)
                    .mapToObj(i -> model.sampleNoisy(picture(20 + i, 30), CAPTURES.get(i % 3), new Seed(i)))
                    .toList();
            List<FutureTask<Image>> together = IntStream.range(0, 4)
                    .mapToObj(i -> new FutureTask<>(
                            () -> model.sampleNoisy(picture(20 + i, 30), CAPTURES.get(i % 3), new Seed(i))))
                    .toList();
            for (FutureTask<Image> task : together) {
                Thread thread = new Thread(task, "sample");
                thread.setDaemon(true);
                thread.start();
            }
            for (int i = 0; i < 4; i++) {
                assertThat(together.get(i).get()).isEqualTo(inTurn.get(i));
            }
        }
        // fewer if the garbage collector freed objects of earlier tests
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }
}
