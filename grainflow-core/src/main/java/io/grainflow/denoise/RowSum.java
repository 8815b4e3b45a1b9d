package io.grainflow.denoise;

/**
 * Weighted sums of rows. All loops read and write at the loop's own index: the compiler of JDK 17 vectorises these, but not loops with
 * offsets.
 */
public final class RowSum {
    private RowSum() {}

    /** out[x] = sum over k of factors[k] * rows[first + k * stride][x] for x below count. */
    public static void of(float[] out, float[][] rows, int first, int stride, float[] factors, int count) {
        int k = 0;
        int row = first;
        for (; k + 4 <= factors.length; k += 4, row += 4 * stride) {
            float[] a = rows[row];
            float[] b = rows[row + stride];
            float[] c = rows[row + 2 * stride];
            float[] d = rows[row + 3 * stride];
            if (k == 0) {
                set(out, a, b, c, d, factors, count);
            } else {
                add(out, a, b, c, d, factors, k, count);
            }
        }
        for (; k < factors.length; k++, row += stride) {
            addScaled(out, rows[row], factors[k], count);
        }
    }

    private static void set(float[] out, float[] a, float[] b, float[] c, float[] d, float[] factors, int count) {
        float p = factors[0];
        float q = factors[1];
        float r = factors[2];
        float s = factors[3];
        for (int x = 0; x < count; x++) {
            out[x] = p * a[x] + q * b[x] + r * c[x] + s * d[x];
        }
    }

    private static void add(
            float[] out, float[] a, float[] b, float[] c, float[] d, float[] factors, int first, int count) {
        float p = factors[first];
        float q = factors[first + 1];
        float r = factors[first + 2];
        float s = factors[first + 3];
        for (int x = 0; x < count; x++) {
            out[x] += p * a[x] + q * b[x] + r * c[x] + s * d[x];
        }
    }

    /** out[x] += factor * row[x]. */
    public static void addScaled(float[] out, float[] row, float factor, int count) {
        for (int x = 0; x < count; x++) {
            out[x] += factor * row[x];
        }
    }

    /**
     * out[x] = sum over k below rows of (a[k][x] - b[first + k][x])^2. Each loop handles two or three rows, because larger bodies are not
     * unrolled and therefore not vectorised.
     */
    public static void squaredDifferences(float[] out, float[][] a, float[][] b, int first, int rows, int count) {
        squares(out, a[0], a[1], b[first], b[first + 1], count);
        int k = 2;
        for (; k + 3 <= rows; k += 3) {
            addSquares(out, a[k], a[k + 1], a[k + 2], b[first + k], b[first + k + 1], b[first + k + 2], count);
        }
        for (; k < rows; k++) {
            addSquare(out, a[k], b[first + k], count);
        }
    }

    private static void squares(float[] out, float[] a, float[] b, float[] c, float[] d, int count) {
        for (int x = 0; x < count; x++) {
            float p = a[x] - c[x];
            float q = b[x] - d[x];
            out[x] = p * p + q * q;
        }
    }

    private static void addSquares(
            float[] out, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, int count) {
        for (int x = 0; x < count; x++) {
            float p = a[x] - d[x];
            float q = b[x] - e[x];
            float r = c[x] - f[x];
            out[x] += p * p + q * q + r * r;
        }
    }

    private static void addSquare(float[] out, float[] a, float[] b, int count) {
        for (int x = 0; x < count; x++) {
            float p = a[x] - b[x];
            out[x] += p * p;
        }
    }

    /** out[x] = a[x] + b[x]. */
    static void add(float[] out, float[] a, float[] b, int count) {
        for (int x = 0; x < count; x++) {
            out[x] = a[x] + b[x];
        }
    }
}
