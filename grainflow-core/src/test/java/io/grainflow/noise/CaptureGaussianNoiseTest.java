package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CaptureGaussianNoiseTest implements NoiseDensityContract {
    private static final double[] SIGMA = {0.02, 0.01, 0.04};

    @Override
    public NoiseDensity model() {
        return new CaptureGaussianNoise(Map.of(capture(), SIGMA, Capture.of("a", 800), new double[] {0.1, 0.1, 0.1}));
    }

    @Override
    public Capture capture() {
        return Capture.of("b", 100);
    }

    @Override
    public double variance(int channel, double clean) {
        return SIGMA[channel] * SIGMA[channel];
    }

    @Override
    public double nllOfCleanValue(int channel, double clean) {
        return Math.log(SIGMA[channel] * Math.sqrt(2 * Math.PI));
    }

    @Test
    void codesAreCaseSensitive() {
        assertThatThrownBy(() -> model().sampleNoisy(clean(8, 8, 1), Capture.of("B", 100), new Seed(1)))
                .isInstanceOf(UnknownCaptureException.class)
                .hasMessageContaining("known: a ISO 800, b ISO 100");
    }

    @Test
    void refusesImagesWithOtherChannels() {
        Image grey = Image.copyOf(PixelDomain.SRGB, 2, 2, new float[4]);
        assertThatThrownBy(() -> model().sampleNoisy(grey, capture(), new Seed(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 channels");
    }

    @Test
    void sigmasCannotBeChangedFromOutside() {
        double[] sigma = {0.1};
        CaptureGaussianNoise noise = new CaptureGaussianNoise(Map.of(capture(), sigma));
        sigma[0] = 7;
        noise.sigmaPerChannel(capture())[0] = 8;
        assertThat(noise.sigmaPerChannel(capture())).containsExactly(0.1);
    }
}
