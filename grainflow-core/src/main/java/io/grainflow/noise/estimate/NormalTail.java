package io.grainflow.noise.estimate;

/** The lower tail of the standard normal distribution, with small relative error at any distance from the mean. */
public final class NormalTail {
    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
    private static final double FAR = -5;

    private NormalTail() {}

    /** ln Phi(z). */
    public static double logCumulative(double z) {
        return z < FAR ? logDensity(z) - Math.log(-z + fraction(-z)) : Math.log(cumulative(z));
    }

    /** phi(z) / Phi(z). */
    public static double hazard(double z) {
        return z < FAR ? -z + fraction(-z) : Math.exp(logDensity(z)) / cumulative(z);
    }

    private static double logDensity(double z) {
        return -0.5 * z * z - HALF_LOG_TWO_PI;
    }

    /** Phi = 1/2 + phi(z) (z + z^3/3 + z^5/(3*5) + ...) (Marsaglia, J. Statistical Software 11(4), 2004). */
    private static double cumulative(double z) {
        if (z > 8) {
            return 1;
        }
        double term = z;
        double sum = z;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(logDensity(z));
    }

    /** 1/(x + 2/(x + 3/(x + ...))), the tail of Laplace's continued fraction. */
    private static double fraction(double x) {
        double value = 0;
        for (int i = 60; i >= 1; i--) {
            value = i / (x + value);
        }
        return value;
    }
}
