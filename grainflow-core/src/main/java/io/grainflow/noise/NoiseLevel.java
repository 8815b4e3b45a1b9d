package io.grainflow.noise;

import java.util.Arrays;

/**
 * Camera noise level function, per channel: variance = b1 * x + b2 over the clean value x, in the image's own unit (white = 1). An
 * estimated coefficient may be negative: b2 below zero means a pedestal, b1 below zero means noise that decreases towards white. The
 * variance itself never falls below {@link #VARIANCE_FLOOR}.
 */
public final class NoiseLevel {
    /** Least variance used by models: standard deviation 1e-6, far below the step of any sensor. */
    public static final double VARIANCE_FLOOR = 1e-12;

    private final double[] b1;
    private final double[] b2;

    /**
     * @param b1 slope of the variance per channel: shot noise and gain
     * @param b2 variance at black per channel: read noise
     */
    public NoiseLevel(double[] b1, double[] b2) {
        if (b1.length == 0 || b1.length != b2.length) {
            throw new IllegalArgumentException("NoiseLevel expects as many b1 as b2, at least one, got " + b1.length
                    + " b1 and " + b2.length + " b2");
        }
        for (int c = 0; c < b1.length; c++) {
            if (!Double.isFinite(b1[c]) || !Double.isFinite(b2[c])) {
                throw new IllegalArgumentException("NoiseLevel expects finite coefficients, got b1 "
                        + Arrays.toString(b1) + " and b2 " + Arrays.toString(b2));
            }
        }
        this.b1 = b1.clone();
        this.b2 = b2.clone();
    }

    /** A noise level that does not depend on the clean value, given the standard deviation per channel. */
    public static NoiseLevel constant(double... sigma) {
        return new NoiseLevel(
                new double[sigma.length],
                Arrays.stream(sigma).map(value -> value * value).toArray());
    }

    public int channels() {
        return b1.length;
    }

    public double b1(int channel) {
        return b1[channel];
    }

    public double b2(int channel) {
        return b2[channel];
    }

    /** Variance of the noise at a clean value, at least {@link #VARIANCE_FLOOR}. */
    public double variance(int channel, double clean) {
        return Math.max(VARIANCE_FLOOR, b1[channel] * clean + b2[channel]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseLevel level && Arrays.equals(b1, level.b1) && Arrays.equals(b2, level.b2);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(b1) + Arrays.hashCode(b2);
    }

    @Override
    public String toString() {
        return "variance = b1 * x + b2 with b1 " + Arrays.toString(b1) + ", b2 " + Arrays.toString(b2);
    }
}
