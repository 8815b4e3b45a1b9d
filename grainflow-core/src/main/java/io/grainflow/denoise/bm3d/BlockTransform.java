package io.grainflow.denoise.bm3d;

/**
 * A separable transform of square blocks, given by the rows of its analysis and synthesis matrices [N,N]. Every coefficient of white noise
 * has the variance of the noise.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BlockTransform(float[][] analysis, float[][] synthesis) {
    int side() {
        return analysis.length;
    }

    /** Orthonormal cosine transform, type II. */
    static BlockTransform cosine(int side) {
        double[][] rows = new double[side][side];
        for (int i = 0; i < side; i++) {
            double scale = Math.sqrt((i == 0 ? 1.0 : 2.0) / side);
            for (int j = 0; j < side; j++) {
                rows[i][j] = scale * Math.cos(Math.PI * (2 * j + 1) * i / (2.0 * side));
            }
        }
        return of(rows);
    }

    /**
     * The full decomposition of eight values by the biorthogonal wavelet 1.5, with rows of unit norm. It is not orthogonal; the inverse
     * matrix is the synthesis (Dabov et al. 2007, section IV.B).
     */
    static BlockTransform biorthogonal() {
        double a = 0.353553390593274;
        double b = 0.219417649252501;
        double c = 0.449283757993216;
        double d = 0.569359398342846;
        double e = 0.402347308162278;
        double f = 0.083506045090284;
        double g = 0.707106781186547;
        return of(new double[][] {
            {a, a, a, a, a, a, a, a},
            {b, c, c, b, -b, -c, -c, -b},
            {d, e, -e, -d, -f, f, -f, f},
            {-f, f, -f, f, d, e, -e, -d},
            {g, -g, 0, 0, 0, 0, 0, 0},
            {0, 0, g, -g, 0, 0, 0, 0},
            {0, 0, 0, 0, g, -g, 0, 0},
            {0, 0, 0, 0, 0, 0, g, -g}
        });
    }

    private static BlockTransform of(double[][] analysis) {
        return new BlockTransform(floats(analysis), floats(inverse(analysis)));
    }

    /** Matrix inverse by Gauss-Jordan elimination with partial pivoting. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] left = new double[n][];
        double[][] right = new double[n][n];
        for (int i = 0; i < n; i++) {
            left[i] = matrix[i].clone();
            right[i][i] = 1;
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(left[i][k]) > Math.abs(left[pivot][k]) ? i : pivot;
            }
            swap(left, k, pivot);
            swap(right, k, pivot);
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 1 - 1 / left[k][k] : left[i][k] / left[k][k];
                for (int j = 0; j < n; j++) {
                    left[i][j] -= factor * left[k][j];
                    right[i][j] -= factor * right[k][j];
                }
            }
        }
        return right;
    }

    private static void swap(double[][] rows, int i, int j) {
        double[] kept = rows[i];
        rows[i] = rows[j];
        rows[j] = kept;
    }

    private static float[][] floats(double[][] matrix) {
        float[][] rounded = new float[matrix.length][matrix.length];
        for (int i = 0; i < rounded.length; i++) {
            for (int j = 0; j < rounded.length; j++) {
                rounded[i][j] = (float) matrix[i][j];
            }
        }
        return rounded;
    }
}
