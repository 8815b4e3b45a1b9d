package io.grainflow.noise.estimate;

import java.util.Arrays;

/** Second moments of vectors: sum of v v^T, lower triangle. */
final class PatchMoments {
    private static final int BLOCK = 4;

    private final double[][] sums;
    private final double[] total;
    private final double[][] waiting;
    private int waitingCount;
    private long count;

    PatchMoments(int dimension) {
        sums = new double[dimension][dimension];
        total = new double[dimension];
        waiting = new double[BLOCK][dimension];
    }

    /** The vector to be filled before each {@link #add}. */
    double[] next() {
        return waiting[waitingCount];
    }

    /** Adds the vector of {@link #next} to the sums. */
    void add() {
        count++;
        double[] vector = waiting[waitingCount];
        for (int i = 0; i < total.length; i++) {
            total[i] += vector[i];
        }
        if (++waitingCount == BLOCK) {
            flush();
        }
    }

    long count() {
        return count;
    }

    /** Sum of v v^T / (n - 1), not centred. */
    double[][] uncentred() {
        flush();
        return scaled(count - 1.0, 0);
    }

    /** Covariance, divided by n. */
    double[][] covariance() {
        flush();
        return scaled((double) count, 1.0 / count);
    }

    private double[][] scaled(double divisor, double meanFactor) {
        double[][] matrix = new double[total.length][total.length];
        for (int i = 0; i < total.length; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = (sums[i][j] - meanFactor * total[i] * total[j]) / divisor;
            }
        }
        return matrix;
    }

    /** Adds four vectors at a time, because the memory traffic of the sums limits the speed. */
    private void flush() {
        for (int k = waitingCount; k < BLOCK; k++) {
            Arrays.fill(waiting[k], 0);
        }
        for (int i = 0; i < total.length; i++) {
            addRow(sums[i], i + 1, i);
        }
        waitingCount = 0;
    }

    private void addRow(double[] row, int length, int i) {
        double[] p = waiting[0];
        double[] q = waiting[1];
        double[] r = waiting[2];
        double[] s = waiting[3];
        double a = p[i];
        double b = q[i];
        double c = r[i];
        double d = s[i];
        for (int j = 0; j < length; j++) {
            row[j] += a * p[j] + b * q[j] + c * r[j] + d * s[j];
        }
    }
}
