package io.grainflow.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import io.grainflow.model.GoldenTensors;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampling of k-space compared with an independent implementation in double precision. */
final class KSpaceGoldenTest {
    private static final int SIDE = 31;
    private static final KSpaceSampling SAMPLING = new KSpaceSampling(0.1);
    private static final double TOLERANCE = 1e-9;

    private GoldenTensors golden;
    private Spectrum spectrum;

    @BeforeEach
    void read() {
        golden = GoldenTensors.of("noise2noise_mri_and_schedules");
        spectrum = Spectrum.of(SIDE, SIDE, values("image"));
    }

    @Test
    void spectrumIsCentredAndNotNormalisedAndComesBack() {
        close(reals(spectrum), values("spectrum_re"));
        close(imaginaries(spectrum), values("spectrum_im"));
        close(spectrum.inverse(), values("image"));
    }

    @Test
    void probabilitiesFallWithTheDistance() {
        IntToDoubleFunction probabilities = SAMPLING.probabilities(SIDE, SIDE);
        close(IntStream.range(0, SIDE * SIDE).mapToDouble(probabilities).toArray(), values("p"));
    }

    @Test
    void theReleasedConfigurationKeepsATenth() {
        IntToDoubleFunction probabilities = new KSpaceSampling(0.025).probabilities(255, 255);
        double mean = IntStream.range(0, 255 * 255)
                .mapToDouble(probabilities)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(values("mean_p_255_edge0.025")[0], within(TOLERANCE));
        assertThat(mean).isCloseTo(0.10477, within(5e-6));
        assertThat(probabilities.applyAsDouble(127 * 255)).isCloseTo(values("edge_p_255")[0], within(TOLERANCE));
        assertThat(probabilities.applyAsDouble(0)).isCloseTo(values("corner_p_255")[0], within(TOLERANCE));
        assertThat(probabilities.applyAsDouble(127 * 255 + 127)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "target"})
    void masksAndDegradedSlices(String which) {
        FrequencyMask mask = mask(which);
        double[] expected = values("keep_" + which);
        for (int i = 0; i < expected.length; i++) {
            assertThat(mask.keeps(i)).as("frequency %d", i).isEqualTo(expected[i] != 0);
        }
        close(SAMPLING.weighted(spectrum, mask).inverse(), values(which));
    }

    @Test
    void measuredFrequenciesAreReplacedBeforeTheLoss() {
        Measurement measurement = new Measurement(spectrum, mask("input"));
        Spectrum target = Spectrum.of(SIDE, SIDE, values("target"));
        close(measurement.replaced(values("network_output")).inverse(), values("replaced"));
        Measurement.Distance distance = measurement.distance(values("network_output"), target);
        assertThat(distance.loss()).isCloseTo(values("loss")[0], within(TOLERANCE));
        close(distance.gradient(), values("loss_grad_wrt_network_output"));
    }

    @Test
    void signalToNoiseOfClampedSlices() {
        assertThat(decibels("replaced")).isCloseTo(values("psnr_clamped_replaced")[0], within(1e-5));
        assertThat(decibels("input")).isCloseTo(values("psnr_clamped_input")[0], within(1e-5));
    }

    @Test
    void shiftsAreCircular() {
        double[] shift = values("shift");
        Image shifted = new CircularShift((int) shift[0], (int) shift[1]).of(image("image", 0));
        double[] expected = values("shifted_image");
        for (int i = 0; i < expected.length; i++) {
            assertThat(shifted.values().get(i)).isEqualTo((float) expected[i]);
        }
        Spectrum moved = Spectrum.of(SIDE, SIDE, expected);
        close(reals(moved), values("shifted_spectrum_re"));
        close(imaginaries(moved), values("shifted_spectrum_im"));
    }

    /** Recovers the measurement from a stored degraded slice. */
    @Test
    void measurementsAreFoundInDegradedSlices() {
        Measurement found = SAMPLING.measurement(image("input", 0.5));
        FrequencyMask expected = mask("input");
        for (int i = 0; i < SIDE * SIDE; i++) {
            assertThat(found.measured().keeps(i)).as("frequency %d", i).isEqualTo(expected.keeps(i));
            if (expected.keeps(i) && i != SIDE * SIDE / 2) {
                assertThat(found.spectrum().real(i)).isCloseTo(spectrum.real(i), within(1e-4));
                assertThat(found.spectrum().imaginary(i)).isCloseTo(spectrum.imaginary(i), within(1e-4));
            }
        }
    }

    private FrequencyMask mask(String which) {
        double[] uniforms = values("u_" + which);
        return SAMPLING.mask(SIDE, SIDE, frequency -> uniforms[frequency]);
    }

    private double decibels(String name) {
        return Psnr.decibels(image("image", 0.5).clamped(), image(name, 0.5).clamped(), 1);
    }

    private Image image(String name, double offset) {
        double[] values = values(name);
        float[] moved = new float[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (values[i] + offset);
        }
        return Image.adopt(PixelDomain.SRGB, SIDE, SIDE, moved);
    }

    private double[] values(String name) {
        return golden.stored("mri." + name).toDoubles();
    }

    private static double[] reals(Spectrum spectrum) {
        return IntStream.range(0, spectrum.size()).mapToDouble(spectrum::real).toArray();
    }

    private static double[] imaginaries(Spectrum spectrum) {
        return IntStream.range(0, spectrum.size())
                .mapToDouble(spectrum::imaginary)
                .toArray();
    }

    private static void close(double[] actual, double[] expected) {
        assertThat(actual).containsExactly(expected, within(TOLERANCE));
    }
}
