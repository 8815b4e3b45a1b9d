package io.grainflow.noise;

import io.grainflow.random.RandomField;

/** Exact Poisson numbers from a {@link RandomField}. */
final class PoissonSampler {
    private static final double INVERSION_LIMIT = 10;
    /** 1 / k. For means below 10 the probabilities sum to 1 - 2^-53 before k = 60; the rest is rounding error of u. */
    private static final double[] RECIPROCAL = reciprocals();

    private static final double[] LOG_FACTORIAL = logFactorials();

    private PoissonSampler() {}

    /** The Poisson number of the given mean (at least zero) at an index. */
    static long count(RandomField field, long index, double mean) {
        return mean < INVERSION_LIMIT ? inversion(field.uniform(index, 0), mean) : rejection(field, index, mean);
    }

    /** Smallest k whose cumulative probability reaches u, by sequential search. */
    private static long inversion(double u, double mean) {
        double probability = StrictMath.exp(-mean);
        double left = u;
        int k = 0;
        while (left > probability && k < RECIPROCAL.length - 1) {
            left -= probability;
            k++;
            probability *= mean * RECIPROCAL[k];
        }
        return k;
    }

    /**
     * Transformed rejection with squeeze, algorithm PTRS (Hoermann, The transformed rejection method for generating
     * Poisson random variables, Insurance: Mathematics and Economics 12, 1993), for means from 10.
     */
    private static long rejection(RandomField field, long index, double mean) {
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        for (int draw = 0; ; draw += 2) {
            double u = field.uniform(index, draw) - 0.5;
            double v = field.uniform(index, draw + 1);
            double distance = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / distance + b) * u + mean + 0.43);
            if (distance >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            if (k < 0 || (distance < 0.013 && v > distance)) {
                continue;
            }
            double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
            if (StrictMath.log(v * inverseAlpha / (a / (distance * distance) + b))
                    <= k * StrictMath.log(mean) - mean - logFactorial(k)) {
                return (long) k;
            }
        }
    }

    private static double[] reciprocals() {
        double[] reciprocal = new double[100];
        for (int k = 1; k < reciprocal.length; k++) {
            reciprocal[k] = 1.0 / k;
        }
        return reciprocal;
    }

    private static double logFactorial(double k) {
        return k < LOG_FACTORIAL.length ? LOG_FACTORIAL[(int) k] : LogGamma.of(k + 1);
    }

    private static double[] logFactorials() {
        double[] logFactorial = new double[256];
        for (int k = 0; k < logFactorial.length; k++) {
            logFactorial[k] = LogGamma.of(k + 1.0);
        }
        return logFactorial;
    }
}
