package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;

/**
 * White Gaussian noise with one standard deviation, independent of the capture.
 *
 * @param sigma standard deviation in the image's own unit (white = 1), at least 1e-6
 */
public record GaussianNoise(double sigma) implements NoiseDensity {
    public GaussianNoise {
        if (!(sigma >= 1e-6 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("GaussianNoise expects a finite sigma of at least 1e-6, got " + sigma);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return IndependentGaussian.sample(clean, level(clean), seed);
    }

    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        return IndependentGaussian.nllNatsPerDim(pair, level(pair.clean()));
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    private NoiseLevel level(Image image) {
        double[] perChannel = new double[image.channels()];
        Arrays.fill(perChannel, sigma);
        return NoiseLevel.constant(perChannel);
    }
}
