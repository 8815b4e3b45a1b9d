package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GaussianNoiseTest implements NoiseDensityContract {
    private static final double SIGMA = 25.0 / 255;

    @Override
    public NoiseDensity model() {
        return new GaussianNoise(SIGMA);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }

    @Override
    public double variance(int channel, double clean) {
        return SIGMA * SIGMA;
    }

    @Override
    public double nllOfCleanValue(int channel, double clean) {
        return Math.log(SIGMA * Math.sqrt(2 * Math.PI));
    }

    @Test
    void meanNllOfOwnSamplesIsTheEntropy() {
        Image clean = clean(200, 200, 3);
        Image noisy = model().sampleNoisy(clean, capture(), new Seed(8));
        double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * SIGMA * SIGMA);
        // The nll of one value has variance 1/2.
        assertThat(model().nllNatsPerDim(new NoisyPair("s", clean, noisy, capture())))
                .isCloseTo(entropy, within(5 * Math.sqrt(0.5 / clean.size())));
    }

    @Test
    void valueDependsOnItsPositionOnly() {
        Image small = Image.copyOf(PixelDomain.SRGB, 2, 5, new float[10]);
        Image large = Image.copyOf(PixelDomain.SRGB, 4, 5, new float[20]);
        float[] first = model().sampleNoisy(small, capture(), new Seed(1)).toArray();
        float[] second = model().sampleNoisy(large, capture(), new Seed(1)).toArray();
        assertThat(second).startsWith(first);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesImpossibleSigmas(double sigma) {
        assertThatThrownBy(() -> new GaussianNoise(sigma)).isInstanceOf(IllegalArgumentException.class);
    }
}
