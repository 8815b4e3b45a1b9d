package io.grainflow.isp;

/**
 * The noise of a sensor at one ISO setting, in the unit of the packed raw image (white = 1). Shot noise is Poisson. Read noise is a mixture
 * of two Gaussians (a share of the pixels is three times as noisy), which has heavier tails than a Gaussian. Every row has an offset of its
 * own, and quantisation adds a uniform error. What is equal in all shots (the sensor's response and dark pattern) is in {@link
 * FixedPattern}.
 *
 * @param electronsAtWhite photo-electrons of a white pixel: shot variance is x / electronsAtWhite
 * @param readSigma standard deviation of the read noise
 * @param tailShare share of pixels with heavy read noise, in [0,1)
 * @param rowSigma standard deviation of the rows' offsets
 * @param quantisationStep distance of two digital numbers
 */
public record SensorNoise(
        double electronsAtWhite, double readSigma, double tailShare, double rowSigma, double quantisationStep) {
    /** Ratio of the standard deviations of the wide and the narrow part of the mixture. */
    static final double TAIL_RATIO = 3;

    public SensorNoise {
        if (!(electronsAtWhite > 0
                && readSigma >= 0
                && tailShare >= 0
                && tailShare < 1
                && rowSigma >= 0
                && quantisationStep >= 0)) {
            throw new IllegalArgumentException(
                    "SensorNoise expects positive electrons and no negative noise, got " + electronsAtWhite + ", "
                            + readSigma + ", " + tailShare + ", " + rowSigma + ", " + quantisationStep);
        }
    }

    /**
     * Variance of the noise of one pixel between shots, before clipping.
     *
     * @param signal expected raw value, white = 1
     */
    public double variance(double signal) {
        return signal / electronsAtWhite
                + readSigma * readSigma
                + rowSigma * rowSigma
                + quantisationStep * quantisationStep / 12;
    }

    /** Standard deviation of the narrow part, such that the mixture has {@link #readSigma}. */
    double coreSigma() {
        return readSigma / Math.sqrt(1 - tailShare + tailShare * TAIL_RATIO * TAIL_RATIO);
    }
}
