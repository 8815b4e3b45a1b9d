package io.grainflow.noise.estimate;

/**
 * The bias that clipping noisy values to [0,1] causes: their mean is too bright near black and too dark near white. The noise no longer has
 * zero mean, so a model trained on such values is biased. Valid for Gaussian noise, and for photon noise with enough photons to be nearly
 * Gaussian. The mean of a clipped normal variable is that of Foi, Clipped noisy images, Signal Processing 89(12), 2009, equation 10.
 */
public final class ClippingBias {
    private static final double LEAST = -1;
    private static final double MOST = 2;
    private static final int STEPS = 3000;
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private final NoiseLine line;
    private final double[] means = new double[STEPS + 1];

    public ClippingBias(NoiseLine line) {
        this.line = line;
        for (int i = 0; i <= STEPS; i++) {
            means[i] = mean(LEAST + (MOST - LEAST) * i / STEPS);
            if (i > 0) {
                means[i] = Math.max(means[i], means[i - 1]);
            }
        }
    }

    /** The noise before clipping. */
    public NoiseLine line() {
        return line;
    }

    /** Mean of the clipped noisy values for a clean value, in [0,1]; monotonic. */
    public double expected(double clean) {
        double at = position(clean);
        int below = (int) Math.min(STEPS - 1, at);
        return means[below] + (at - below) * (means[below + 1] - means[below]);
    }

    /** Derivative of {@link #expected}, at least 0. */
    public double slope(double clean) {
        int below = (int) Math.min(STEPS - 1, position(clean));
        return (means[below + 1] - means[below]) * STEPS / (MOST - LEAST);
    }

    /** The inverse of {@link #expected}: the clean value whose clipped noisy values have the given mean, in [0,1]. */
    public double clean(double mean) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (expected(middle) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Share of the noisy values that are clipped, for a clean value. */
    public double clippedShare(double clean) {
        double sigma = Math.sqrt(line.variance(clean));
        return cumulative(-clean / sigma) + cumulative((clean - 1) / sigma);
    }

    private static double position(double clean) {
        return (Math.min(MOST, Math.max(LEAST, clean)) - LEAST) * STEPS / (MOST - LEAST);
    }

    private double mean(double clean) {
        double sigma = Math.sqrt(line.variance(clean));
        double black = -clean / sigma;
        double white = (1 - clean) / sigma;
        double inside = cumulative(white) - cumulative(black);
        return clean * inside + sigma * (density(black) - density(white)) + cumulative(-white);
    }

    private static double density(double z) {
        return Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
    }

    private static double cumulative(double z) {
        return Math.exp(NormalTail.logCumulative(z));
    }
}
