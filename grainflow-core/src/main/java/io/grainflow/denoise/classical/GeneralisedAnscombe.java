package io.grainflow.denoise.classical;

/**
 * Variance stabilisation of z = gain * Poisson(u / gain) + Normal(offset, readNoise^2), whose mean is u + offset: the generalised Anscombe
 * transform, which has unit standard deviation from about three counts (Murtagh, Starck, Bijaoui 1995), and the closed-form approximation
 * of its exact unbiased inverse (Maekitalo, Foi, IEEE TIP 20(9), 2011, and 22(1), 2013).
 *
 * @param gain alpha: value of one count, white = 1, positive
 * @param offset g: pedestal, white = 1
 * @param readNoise s: standard deviation of the Gaussian part, white = 1, not negative
 */
public record GeneralisedAnscombe(double gain, double offset, double readNoise) {
    private static final double ROOT = Math.sqrt(3.0 / 2);
    /** The transform of a mean of zero; smaller denoised values are caused by noise. */
    private static final double LEAST = 2 * Math.sqrt(3.0 / 8);

    public GeneralisedAnscombe {
        if (!(gain > 0 && gain <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("GeneralisedAnscombe expects a positive gain, got " + gain);
        }
        if (!(readNoise >= 0 && readNoise <= Float.MAX_VALUE) || !(Math.abs(offset) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "GeneralisedAnscombe expects a finite offset and a read noise of at least 0, got " + offset + ", "
                            + readNoise);
        }
    }

    /** The transform for photon noise only. */
    public static GeneralisedAnscombe poisson(double gain) {
        return new GeneralisedAnscombe(gain, 0, 0);
    }

    /**
     * The transform for noise of variance slope * value + constant, as estimated from an image. A negative constant is interpreted as a
     * pedestal.
     *
     * @param slope positive
     */
    public static GeneralisedAnscombe ofLine(double slope, double constant) {
        return constant < 0
                ? new GeneralisedAnscombe(slope, -constant / slope, 0)
                : new GeneralisedAnscombe(slope, 0, Math.sqrt(constant));
    }

    /** f(z) = 2 sqrt(max(x + 3/8 + (s/alpha)^2, 0)) with the counts x = (z - g) / alpha. */
    public double forward(double value) {
        double spread = readNoise / gain;
        return 2 * Math.sqrt(Math.max(0, (value - offset) / gain + 3.0 / 8 + spread * spread));
    }

    /** The mean u + g for which {@link #forward} has the given expectation; at least g. */
    public double inverse(double expectation) {
        double d = Math.max(LEAST, expectation);
        double spread = readNoise / gain;
        double counts = d * d / 4 + (ROOT / 4 - (11.0 / 8 - 5.0 / 8 * ROOT / d) / d) / d - 1.0 / 8 - spread * spread;
        return gain * Math.max(0, counts) + offset;
    }
}
