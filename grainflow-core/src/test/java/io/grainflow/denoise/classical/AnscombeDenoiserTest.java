package io.grainflow.denoise.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoise.bm3d.Bm3d;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.random.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnscombeDenoiserTest extends DenoiserContract {
    @Override
    protected Denoiser denoiser() {
        return new AnscombeDenoiser(new GeneralisedAnscombe(1e-4, 0, sigma()), sigma -> Bm3d.of(sigma, 1));
    }

    @Override
    protected int channels() {
        return 1;
    }

    @Override
    protected double sigma() {
        return 25.0 / 255;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1, 2.5, 4})
    void theInverseIsUnbiased(double readNoise) {
        double gain = 1.0 / 50;
        double offset = 0.03;
        GeneralisedAnscombe stabiliser = new GeneralisedAnscombe(gain, offset, readNoise * gain);
        for (double mean : new double[] {0.5, 1, 2, 3, 5, 8, 13, 30, 100}) {
            double inverse = stabiliser.inverse(expectation(stabiliser, mean, gain, offset, readNoise, 1));
            assertThat((inverse - offset) / gain).as("mean %s", mean).isCloseTo(mean, within(0.045));
        }
    }

    @Test
    void theStandardDeviationIsOneFromAFewCountsOn() {
        for (double readNoise : new double[] {0, 1, 4}) {
            GeneralisedAnscombe stabiliser = new GeneralisedAnscombe(1, 0, readNoise);
            for (double mean : new double[] {4, 10, 50}) {
                double first = expectation(stabiliser, mean, 1, 0, readNoise, 1);
                double second = expectation(stabiliser, mean, 1, 0, readNoise, 2);
                assertThat(Math.sqrt(second - first * first)).isCloseTo(1, within(0.05));
            }
        }
    }

    /** E[forward^power] by the sum over counts and, in steps, the integral over the Gaussian part. */
    private static double expectation(
            GeneralisedAnscombe stabiliser, double mean, double gain, double offset, double readNoise, int power) {
        double sum = 0;
        double poisson = Math.exp(-mean);
        for (int count = 0; count < mean + 12 * Math.sqrt(mean) + 20; count++) {
            double inner = 0;
            double mass = 0;
            for (int step = -60; step <= 60; step++) {
                double normal = step / 10.0;
                double density = Math.exp(-normal * normal / 2);
                double value = gain * (count + readNoise * normal) + offset;
                inner += density * Math.pow(stabiliser.forward(value), power);
                mass += density;
            }
            sum += poisson * inner / mass;
            poisson *= mean / (count + 1);
        }
        return sum;
    }

    @Test
    void meansOfPhotonNoiseComeBack() {
        SplittableRandom random = new Seed(11).random();
        float[] values = new float[96 * 96];
        for (int i = 0; i < values.length; i++) {
            values[i] = poisson(i % 96 < 48 ? 4 : 20, random) / 30f;
        }
        Image noisy = Image.copyOf(PixelDomain.SRGB, 96, 96, values);
        Image restored =
                new AnscombeDenoiser(GeneralisedAnscombe.poisson(1.0 / 30), sigma -> Bm3d.of(sigma, 1)).denoise(noisy);
        // Groups with outliers have less weight and the stabilised noise is skewed, so a bias of a tenth of a count
        // remains. That of the
        // algebraic inverse is a quarter.
        assertThat(mean(restored, 0)).isCloseTo(mean(noisy, 0), within(0.15 / 30));
        assertThat(mean(restored, 48)).isCloseTo(mean(noisy, 48), within(0.15 / 30));
    }

    private static int poisson(double mean, SplittableRandom random) {
        int count = 0;
        for (double left = random.nextDouble(); left > Math.exp(-mean); left *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static double mean(Image image, int from) {
        double sum = 0;
        for (int y = 0; y < 96; y++) {
            for (int x = from; x < from + 48; x++) {
                sum += image.at(0, y, x);
            }
        }
        return sum / (96 * 48);
    }

    @Test
    void aConstantStaysAndLinesAreRead() {
        Image constant = Image.copyOf(PixelDomain.SRGB, 2, 2, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
        Denoiser denoiser = new AnscombeDenoiser(GeneralisedAnscombe.poisson(1e-3), sigma -> Bm3d.of(sigma, 1));
        // The transform of a constant is inverted as if it were an expectation, which gives a quarter of a count less
        // than the value.
        assertThat(denoiser.denoise(constant).at(0, 1, 1)).isCloseTo(0.50025f, within(1e-5f));
        assertThat(GeneralisedAnscombe.ofLine(0.01, 0.0004)).isEqualTo(new GeneralisedAnscombe(0.01, 0, 0.02));
        assertThat(GeneralisedAnscombe.ofLine(0.01, -0.001).offset()).isCloseTo(0.1, within(1e-12));
        assertThatThrownBy(() -> GeneralisedAnscombe.poisson(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GeneralisedAnscombe(1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
