package io.grainflow.c2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small C2N of random weights as a noise model. */
@Tag("processor")
final class C2nNoiseTest implements NoiseModelContract {
    private static final C2nSpec SPEC = spec(C2nSpec.Distribution.UNIFORM, C2nSpec.Order.RGB, false);
    private static final Weights WEIGHTS = RandomWeights.of(SPEC.slots(), new Seed(3));
    private static final Inference INFERENCE = Inference.on(Device.CPU).withThreads(2);
    private static final Capture ANY = Capture.of("any", 1);
    private static final C2nNoise MODEL = new C2nNoise(SPEC, WEIGHTS, INFERENCE);

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static C2nSpec spec(C2nSpec.Distribution distribution, C2nSpec.Order order, boolean rounded) {
        return new C2nSpec(3, 6, 5, 2, 1, 2, distribution, order, rounded);
    }

    private static C2nNoise tensors(C2nSpec spec, int tile) {
        return new C2nNoise(spec, new TorchC2n(spec, StoredOrder.of(spec, WEIGHTS), INFERENCE, tile));
    }

    @Override
    public NoiseModel model() {
        return MODEL;
    }

    @Override
    public Capture capture() {
        return ANY;
    }

    private static void close(Image actual, Image expected, double tolerance) {
        assertThat(actual.sameShape(expected)).isTrue();
        float[] a = actual.toArray();
        float[] b = expected.toArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).as("value %d", i).isCloseTo(b[i], within((float) tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({"61,83,16", "17,40,5", "9,9,3", "2,50,7"})
    void tilesGiveWhatTheWholeGives(int height, int width, int tile) {
        Image clean = clean(height, width, 4);
        Image whole = tensors(SPEC, 1000).sampleNoisy(clean, ANY, new Seed(1));
        close(tensors(SPEC, tile).sampleNoisy(clean, ANY, new Seed(1)), whole, 1e-5);
        try (C2nNoise strips = new C2nNoise(SPEC, new CompiledC2n(SPEC, WEIGHTS, INFERENCE, tile))) {
            close(strips.sampleNoisy(clean, ANY, new Seed(1)), whole, 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"61,83", "1,1", "1,9", "7,1", "2,2", "3,2", "17,30"})
    void theModelGivesWhatTensorsGive(int height, int width) {
        Image clean = clean(height, width, 5);
        Image noisy = MODEL.sampleNoisy(clean, ANY, new Seed(3));
        close(noisy, tensors(SPEC, 1000).sampleNoisy(clean, ANY, new Seed(3)), 1e-4);
        assertThat(noisy).isNotEqualTo(clean);
    }

    /** A single row is as two equal rows with the same random numbers: the missing neighbour is the pixel itself. */
    @Test
    void aSingleRowIsItsOwnNeighbour() {
        C2nFeatures row = new C2nFeatures(SPEC, new Seed(2), 1, 9);
        float[] two = row.planes(row.normal(), 0, 0, 2, 9);
        for (int f = 0; f < SPEC.width(); f++) {
            for (int x = 0; x < 9; x++) {
                assertThat(two[(2 * f + 1) * 9 + x]).isEqualTo(two[2 * f * 9 + x]);
            }
        }
    }

    @Test
    void everyDistributionAndOrderGivesOtherNoise() {
        Image clean = clean(12, 14, 6);
        Image usual = MODEL.sampleNoisy(clean, ANY, new Seed(8));
        C2nSpec normal = spec(C2nSpec.Distribution.NORMAL, C2nSpec.Order.RGB, false);
        assertThat(tensors(normal, 100).sampleNoisy(clean, ANY, new Seed(8))).isNotEqualTo(usual);
        C2nSpec reversed = spec(C2nSpec.Distribution.UNIFORM, C2nSpec.Order.BGR, false);
        Image turned = tensors(reversed, 100).sampleNoisy(turned(clean), ANY, new Seed(8));
        close(turned(turned), tensors(SPEC, 100).sampleNoisy(clean, ANY, new Seed(8)), 1e-5);
    }

    /** The image with its channels reversed. */
    private static Image turned(Image image) {
        int plane = image.height() * image.width();
        float[] values = image.toArray();
        float[] reversed = new float[values.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(values, c * plane, reversed, (2 - c) * plane, plane);
        }
        return Image.adopt(image.domain(), image.height(), image.width(), reversed);
    }

    @Test
    void samplesAreRoundedWhereTheSpecificationSaysSo() {
        Image clean = clean(16, 16, 7);
        C2nSpec rounding = spec(C2nSpec.Distribution.UNIFORM, C2nSpec.Order.RGB, true);
        try (C2nNoise model = new C2nNoise(rounding, WEIGHTS, INFERENCE)) {
            Image exact = MODEL.sampleNoisy(clean, ANY, new Seed(1));
            Image rounded = model.sampleNoisy(clean, ANY, new Seed(1));
            assertThat(rounded).isEqualTo(exact.quantised(255)).isNotEqualTo(exact);
        }
    }

    @Test
    void theStyleDependsOnTheSeedAloneAndNotOnTheSize() {
        C2nFeatures features = new C2nFeatures(SPEC, new Seed(4), 8, 8);
        assertThat(features.style()).hasSize(5).isEqualTo(new C2nFeatures(SPEC, new Seed(4), 50, 3).style());
        assertThat(new C2nFeatures(SPEC, new Seed(5), 8, 8).style()).isNotEqualTo(features.style());
    }

    @Test
    void severalThreadsGetTheirSamples() throws InterruptedException, ExecutionException {
        Image clean = clean(20, 30, 9);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Image>> samples = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int seed = i % 3;
                samples.add(threads.submit(() -> MODEL.sampleNoisy(clean, ANY, new Seed(seed))));
            }
            for (int i = 0; i < 6; i++) {
                close(samples.get(i).get(), MODEL.sampleNoisy(clean, ANY, new Seed(i % 3)), 1e-5);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void otherChannelsAreRefused() {
        Image grey = clean(4, 4, 1).channel(0);
        assertThatThrownBy(() -> MODEL.sampleNoisy(grey, ANY, new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 channel, the noise model was made for 3");
    }

    @Test
    void callsLeakNothing() {
        Image clean = clean(24, 24, 3);
        for (int i = 0; i < 2; i++) {
            MODEL.sampleNoisy(clean, ANY, new Seed(i));
        }
        long before = NativeLibrary.liveObjects();
        for (int i = 0; i < 10; i++) {
            MODEL.sampleNoisy(clean, ANY, new Seed(i));
            new C2nNoise(SPEC, WEIGHTS, INFERENCE).close();
        }
        // fewer if the garbage collector freed objects of earlier tests
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThatThrownBy(() -> new C2nSpec(3, 0, 5, 2, 1, 2, C2nSpec.Distribution.UNIFORM, C2nSpec.Order.RGB, false))
                .hasMessage("c2n expects width in 1..512, got 0");
        assertThatThrownBy(() -> new C2nObjective(
                        8, 1, 0, 10, C2nObjective.Penalised.SUM, 0.01, C2nObjective.Stabilising.BATCH, 1))
                .hasMessageContaining("criticSteps in 1..100");
    }
}
