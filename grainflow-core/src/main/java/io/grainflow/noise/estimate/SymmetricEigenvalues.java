package io.grainflow.noise.estimate;

/**
 * Eigenvalues of a symmetric matrix: Householder reduction to tridiagonal form, then bisection by Sturm counts (Golub,
 * Van Loan, Matrix Computations, 4th edition, 8.3.1 and 8.4.1).
 */
public final class SymmetricEigenvalues {
    /** Columns with a smaller norm would overflow in the reflection. */
    private static final double NEGLIGIBLE = 1e-140;

    private final double[] diagonal;
    private final double[] offDiagonal;

    private SymmetricEigenvalues(double[] diagonal, double[] offDiagonal) {
        this.diagonal = diagonal;
        this.offDiagonal = offDiagonal;
    }

    /** Reduces the matrix. Only the lower triangle is read; the matrix is overwritten. */
    public static SymmetricEigenvalues of(double[][] matrix) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                matrix[i][j] = matrix[j][i];
            }
        }
        double[] diagonal = new double[n];
        double[] offDiagonal = new double[n];
        for (int k = 0; k < n - 1; k++) {
            offDiagonal[k + 1] = reduceColumn(matrix, k);
        }
        for (int i = 0; i < n; i++) {
            diagonal[i] = matrix[i][i];
        }
        return new SymmetricEigenvalues(diagonal, offDiagonal);
    }

    /** Reflects column k onto its first entry below the diagonal, which is returned. */
    private static double reduceColumn(double[][] a, int k) {
        int n = a.length;
        double[] v = new double[n];
        double norm = 0;
        for (int i = k + 1; i < n; i++) {
            v[i] = a[i][k];
            norm += v[i] * v[i];
        }
        norm = Math.sqrt(norm);
        if (norm < NEGLIGIBLE) {
            return 0;
        }
        double below = v[k + 1] > 0 ? -norm : norm;
        v[k + 1] -= below;
        double square = 2 * norm * (norm + Math.abs(a[k + 1][k]));
        double beta = 2 / square;
        double[] w = new double[n];
        double product = 0;
        for (int i = k + 1; i < n; i++) {
            double sum = 0;
            double[] row = a[i];
            for (int j = k + 1; j < n; j++) {
                sum += row[j] * v[j];
            }
            w[i] = beta * sum;
            product += w[i] * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            w[i] -= 0.5 * beta * product * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            double[] row = a[i];
            for (int j = k + 1; j < n; j++) {
                row[j] -= v[i] * w[j] + w[i] * v[j];
            }
        }
        return below;
    }

    /** All eigenvalues, largest first. */
    public double[] descending() {
        int n = diagonal.length;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[n - 1 - i] = ascending(i);
        }
        return values;
    }

    /** The eigenvalue with this index in ascending order. */
    double ascending(int index) {
        double radius = 0;
        for (int i = 0; i < diagonal.length; i++) {
            double next = i + 1 < diagonal.length ? Math.abs(offDiagonal[i + 1]) : 0;
            radius = Math.max(radius, Math.abs(diagonal[i]) + Math.abs(offDiagonal[i]) + next);
        }
        double low = -radius;
        double high = radius;
        while (true) {
            double middle = 0.5 * (low + high);
            if (!(middle > low && middle < high) || high - low < 1e-16 * radius) {
                return middle;
            }
            if (countBelow(middle) > index) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    /** Number of eigenvalues below x: the number of negative pivots of the matrix minus x. */
    private int countBelow(double x) {
        int count = 0;
        double pivot = 1;
        for (int i = 0; i < diagonal.length; i++) {
            double coupling = offDiagonal[i] * offDiagonal[i];
            pivot = diagonal[i] - x - (coupling == 0 ? 0 : coupling / (pivot == 0 ? Double.MIN_NORMAL : pivot));
            if (pivot < 0) {
                count++;
            }
        }
        return count;
    }
}
