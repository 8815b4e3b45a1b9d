package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.metric.Psnr;
import io.grainflow.metric.Ssim;
import io.grainflow.model.GoldenTensors;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.train.RecordSettings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole samples through the compiled engine, and published metrics of them, compared with the authors' code. */
final class SampleGoldenTest {
    private static final int COUNT = 2;
    private static final int HEIGHT = 48;
    private static final int WIDTH = 64;
    private static final int SIZE = 3 * HEIGHT * WIDTH;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** One image of a tensor of grey levels, as numbers. */
    private static float[] numbers(GoldenTensors golden, String name, int index) {
        return Arrays.copyOfRange(golden.stored(name).toFloats(), index * SIZE, (index + 1) * SIZE);
    }

    private static Image image(float[] numbers) {
        float[] values = numbers.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        return Image.copyOf(PixelDomain.SRGB, HEIGHT, WIDTH, values);
    }

    private static float[] sample(GoldenTensors golden, int index, NmFlowGanSpec spec) {
        Capture capture = Golden.captures(golden).get(index);
        float[] light = numbers(golden, "u_clean", index);
        float[] clean = numbers(golden, "clean", index);
        for (int i = 0; i < SIZE; i++) {
            light[i] = (clean[i] + light[i]) / 256;
        }
        int row = spec.isoIndex(capture) * 5 + spec.cameraIndex(capture);
        Inference inference = Inference.on(Device.CPU).withThreads(1);
        try (NmFlowGanNoise model =
                new NmFlowGanNoise(spec, NmFlowGanImporter.trained(), Golden.weights(), inference)) {
            float[] noisy = model.sampleNoisy(image(clean), light, numbers(golden, "z", index), row)
                    .toArray();
            for (int i = 0; i < SIZE; i++) {
                noisy[i] *= 255;
            }
            return noisy;
        }
    }

    /**
     * An integer of the flow, or of the clean image with its dequantisation, that falls on the other side of its bound moves a value by a grey
     * level, and those around it by some thousandths.
     */
    private static void close(float[] actual, float[] expected, double tolerance) {
        long apart = 0;
        for (int i = 0; i < SIZE; i++) {
            apart += Math.abs(actual[i] - expected[i]) > tolerance ? 1 : 0;
        }
        assertThat(apart).isLessThan(SIZE / 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void samples(int index) {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-sample-metrics");
        close(sample(golden, index, Golden.SPEC), numbers(golden, "fake", index), 0.02);
        NmFlowGanSpec rounded = RecordSettings.replace(Golden.SPEC, Map.of("rounding", NmFlowGanSpec.Rounding.GRID));
        float[] saved = sample(golden, index, rounded);
        close(saved, numbers(golden, "fake_saved", index), 0.5);
    }

    @Test
    void publishedDivergence() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-sample-metrics");
        for (int i = 0; i < COUNT; i++) {
            Image clean = image(numbers(golden, "clean", i));
            double kld = NoiseDivergence.FLOW_SRGB.klNats(
                    clean, image(numbers(golden, "real", i)), image(numbers(golden, "fake", i)));
            // values above 255, which are limited here, are in other bins there
            assertThat(kld).isCloseTo(golden.stored("kld").toDoubles()[i], within(2e-3));
        }
    }

    @Test
    void publishedQualityOfDenoisedImages() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-sample-metrics");
        for (int i = 0; i < COUNT; i++) {
            Image clean = image(numbers(golden, "clean", i));
            float[] denoised = numbers(golden, "denoised", i);
            for (int k = 0; k < SIZE; k++) {
                denoised[k] = (float) Math.floor(denoised[k] + 0.5);
            }
            assertThat(Psnr.decibels(clean, image(denoised), 1))
                    .isCloseTo(golden.stored("psnr").toDoubles()[i], within(1e-4));
            assertThat(Ssim.scikitImageDefault(clean, image(denoised).clamped()))
                    .isCloseTo(golden.stored("ssim").toDoubles()[i], within(1e-5));
        }
    }
}
