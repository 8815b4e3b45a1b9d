package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoissonNoiseTest implements NoiseDensityContract {
    private static final double PEAK = 60;

    @Override
    public NoiseDensity model() {
        return new PoissonNoise(PEAK);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }

    @Override
    public double variance(int channel, double clean) {
        return clean / PEAK;
    }

    @Override
    public double nllOfCleanValue(int channel, double clean) {
        double mean = PEAK * (float) clean;
        return mean + LogGamma.of(mean + 1) - mean * Math.log(mean) - Math.log(PEAK);
    }

    /** Pearson's statistic against the exact probabilities, for means below and above 10, where the sampling method changes. */
    @ParameterizedTest(name = "mean {0}")
    @ValueSource(doubles = {0.05, 1, 5.5, 9.99, 10.01, 14, 40, 150})
    void countsFollowThePoissonDistribution(double mean) {
        int samples = 200_000;
        RandomField field = new RandomField(new Seed(17));
        int[] counts = new int[400];
        for (int i = 0; i < samples; i++) {
            counts[(int) PoissonSampler.count(field, i, mean)]++;
        }
        double statistic = 0;
        double degrees = -1;
        double restExpected = samples;
        double restCount = samples;
        for (int k = 0; k < counts.length; k++) {
            double expected = samples * Math.exp(k * Math.log(mean) - mean - LogGamma.of(k + 1.0));
            if (expected >= 10) {
                statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
                degrees++;
                restExpected -= expected;
                restCount -= counts[k];
            }
        }
        statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
        degrees++;
        // Chi square: mean n, variance 2n; skewed for few degrees.
        assertThat(statistic).isLessThan(degrees + 5 * Math.sqrt(2 * degrees) + 10);
    }

    @Test
    void samplesAreTheSameOnEveryJavaVersion() {
        Image noisy = new PoissonNoise(40).sampleNoisy(clean(256, 256, 1), capture(), new Seed(1));
        assertThat(Arrays.hashCode(noisy.toArray())).isEqualTo(-1113888548);
    }

    @Test
    void zeroAndNegativeCleanValuesGiveNoPhotons() {
        Image dark = Image.copyOf(PixelDomain.RAW_PACKED, 1, 4, new float[] {0, -0.1f, 0, -1e-6f});
        assertThat(model().sampleNoisy(dark, capture(), new Seed(2)).toArray()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void impossibleValuesAreRuledOut() {
        assertThat(nll(0, 0.1f)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(nll(0.5f, -0.1f)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(nll(0, 0)).isCloseTo(-Math.log(PEAK), within(1e-12));
    }

    @Test
    void nllAtAWholeCountIsItsProbabilityTimesThePeak() {
        double mean = PEAK * 0.25f;
        double probability = Math.exp(-mean) * Math.pow(mean, 12) / 479001600.0;
        assertThat(nll(0.25f, 0.2f)).isCloseTo(-Math.log(probability * PEAK), within(1e-5));
    }

    private double nll(float clean, float noisy) {
        return model().nllNatsPerDim(new NoisyPair(
                "s",
                Image.copyOf(PixelDomain.RAW_PACKED, 1, 1, new float[] {clean}),
                Image.copyOf(PixelDomain.RAW_PACKED, 1, 1, new float[] {noisy}),
                capture()));
    }
}
