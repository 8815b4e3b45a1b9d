package io.grainflow.noise.estimate;

import io.grainflow.noise.NoiseLevel;

/**
 * The noise of one image, estimated without a reference. All in the image's own unit, white = 1.
 *
 * @param kind which of the other figures to trust
 * @param whiteSigma standard deviation under the assumption of white noise of one strength, all channels together
 * @param level variance = b1 * x + b2 per channel
 * @param halvingRatio white sigma of the image averaged over 2x2 blocks, relative to {@code whiteSigma}: 0.5 for noise that is independent
 *     from pixel to pixel, more if neighbouring pixels are correlated
 */
public record NoiseLevelEstimate(Kind kind, double whiteSigma, NoiseLevel level, double halvingRatio) {
    /** The type of the noise. */
    public enum Kind {
        /** Independent from pixel to pixel, one strength: {@code whiteSigma} describes it. */
        WHITE,
        /** Independent from pixel to pixel, strength depends on brightness: {@code level} describes it. */
        SIGNAL_DEPENDENT,
        /** Noise is correlated between neighbouring pixels (by demosaicking, JPEG or resizing): all estimates are too low. */
        CORRELATED
    }
}
