package io.grainflow.noise.estimate;

import io.grainflow.noise.NoiseLevel;

/**
 * Noise whose variance is a linear function of the clean value (white = 1), before clipping to [0,1].
 *
 * @param slope of the variance: photon noise
 * @param constant variance at black: read noise
 */
public record NoiseLine(double slope, double constant) {
    public NoiseLine {
        if (!Double.isFinite(slope) || !Double.isFinite(constant)) {
            throw new IllegalArgumentException(
                    "NoiseLine expects finite coefficients, got " + slope + " and " + constant);
        }
    }

    /** The mean over the channels of a noise level. */
    public static NoiseLine meanOf(NoiseLevel level) {
        double slope = 0;
        double constant = 0;
        for (int c = 0; c < level.channels(); c++) {
            slope += level.b1(c) / level.channels();
            constant += level.b2(c) / level.channels();
        }
        return new NoiseLine(slope, constant);
    }

    /** Variance at a clean value; the value is clamped to [0,1]. */
    public double variance(double clean) {
        double inside = Math.min(1, Math.max(0, clean));
        return Math.max(NoiseLevel.VARIANCE_FLOOR, slope * inside + constant);
    }
}
