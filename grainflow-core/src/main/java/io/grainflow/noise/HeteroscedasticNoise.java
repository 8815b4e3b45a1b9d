package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Camera noise level function: independent Gaussian noise of variance b1 * x + b2 over the clean value x, with
 * coefficients per channel and capture (Foi et al., IEEE Trans. Image Processing 17(10), 2008, equation 4).
 */
public final class HeteroscedasticNoise implements NoiseDensity {
    private final TreeMap<Capture, NoiseLevel> levels;

    /** @param levels noise level of each known capture, at least one */
    public HeteroscedasticNoise(Map<Capture, NoiseLevel> levels) {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("HeteroscedasticNoise expects at least one capture, got none");
        }
        this.levels = new TreeMap<>(levels);
    }

    /** The noise level of a capture. */
    public NoiseLevel level(Capture capture) {
        NoiseLevel level = levels.get(capture);
        if (level == null) {
            throw new UnknownCaptureException(capture, captures());
        }
        return level;
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return IndependentGaussian.sample(clean, level(capture), seed);
    }

    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        return IndependentGaussian.nllNatsPerDim(pair, level(pair.capture()));
    }

    @Override
    public List<Capture> captures() {
        return List.copyOf(levels.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeteroscedasticNoise noise && levels.equals(noise.levels);
    }

    @Override
    public int hashCode() {
        return levels.hashCode();
    }

    @Override
    public String toString() {
        return "HeteroscedasticNoise " + levels;
    }
}
