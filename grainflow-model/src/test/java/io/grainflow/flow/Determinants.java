package io.grainflow.flow;

/** Determinants by elimination. */
final class Determinants {
    private Determinants() {}

    static double logAbs(double[][] matrix) {
        double log = 0;
        int n = matrix.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k])) {
                    pivot = i;
                }
            }
            double[] row = matrix[pivot];
            matrix[pivot] = matrix[k];
            matrix[k] = row;
            log += Math.log(Math.abs(row[k]));
            for (int i = k + 1; i < n; i++) {
                double factor = matrix[i][k] / row[k];
                for (int j = k; j < n; j++) {
                    matrix[i][j] -= factor * row[j];
                }
            }
        }
        return log;
    }
}
