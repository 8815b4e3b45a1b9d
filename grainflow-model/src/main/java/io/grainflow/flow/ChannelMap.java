package io.grainflow.flow;

import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.Weights;

/**
 * An affine map of the channels on the heap, the same at every position: y = matrix * x + offset. For flows with fixed parameters; {@link
 * LinearMap} is the same on tensors.
 *
 * @param matrix [C,C]
 * @param offset [C]
 * @param logAbsDet of the matrix
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChannelMap(double[] matrix, double[] offset, double logAbsDet) {
    /** The identity. */
    public static ChannelMap identity(int channels) {
        double[] matrix = new double[channels * channels];
        for (int c = 0; c < channels; c++) {
            matrix[c * channels + c] = 1;
        }
        return new ChannelMap(matrix, new double[channels], 0);
    }

    /** An ActNorm's: (x + bias) * exp(logs). */
    public static ChannelMap actNorm(String name, Weights weights) {
        double[] bias = weights.get(name + ".bias").toDoubles();
        double[] logs = weights.get(name + ".logs").toDoubles();
        double[] matrix = new double[bias.length * bias.length];
        double[] offset = new double[bias.length];
        double total = 0;
        for (int c = 0; c < bias.length; c++) {
            matrix[c * bias.length + c] = Math.exp(logs[c]);
            offset[c] = bias[c] * Math.exp(logs[c]);
            total += logs[c];
        }
        return new ChannelMap(matrix, offset, total);
    }

    /** An invertible 1x1 convolution's: P * L * (U + diag(sign * exp(log_s))). */
    public static ChannelMap convolution(String name, Weights weights) {
        double[] lu = weights.get(name + ".lu").toDoubles();
        double[] logs = weights.get(name + ".log_s").toDoubles();
        double[] sign = weights.get(name + ".sign").toDoubles();
        double[] permutation = weights.get(name + ".permutation").toDoubles();
        int n = logs.length;
        double[] matrix = new double[n * n];
        double total = 0;
        for (int row = 0; row < n; row++) {
            int from = (int) permutation[row];
            for (int column = 0; column < n; column++) {
                double sum = 0;
                for (int k = 0; k <= Math.min(from, column); k++) {
                    double lower = k == from ? 1 : lu[from * n + k];
                    double upper = k == column ? sign[k] * Math.exp(logs[k]) : lu[k * n + column];
                    sum += lower * upper;
                }
                matrix[row * n + column] = sum;
            }
            total += logs[row];
        }
        return new ChannelMap(matrix, new double[n], total);
    }

    /** This map, then another. */
    public ChannelMap then(ChannelMap next) {
        int n = offset.length;
        double[] product = new double[n * n];
        double[] moved = next.offset.clone();
        for (int row = 0; row < n; row++) {
            for (int k = 0; k < n; k++) {
                double factor = next.matrix[row * n + k];
                moved[row] += factor * offset[k];
                for (int column = 0; column < n; column++) {
                    product[row * n + column] += factor * matrix[k * n + column];
                }
            }
        }
        return new ChannelMap(product, moved, logAbsDet + next.logAbsDet);
    }

    /** The inverse, by Gaussian elimination with pivoting. */
    public ChannelMap inverse() {
        int n = offset.length;
        double[] left = matrix.clone();
        double[] right = identity(n).matrix;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(left[row * n + column]) > Math.abs(left[pivot * n + column]) ? row : pivot;
            }
            swap(left, n, pivot, column);
            swap(right, n, pivot, column);
            double scale = 1 / left[column * n + column];
            for (int i = 0; i < n; i++) {
                left[column * n + i] *= scale;
                right[column * n + i] *= scale;
            }
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : left[row * n + column];
                for (int i = 0; i < n && factor != 0; i++) {
                    left[row * n + i] -= factor * left[column * n + i];
                    right[row * n + i] -= factor * right[column * n + i];
                }
            }
        }
        double[] back = new double[n];
        for (int row = 0; row < n; row++) {
            for (int k = 0; k < n; k++) {
                back[row] -= right[row * n + k] * offset[k];
            }
        }
        return new ChannelMap(right, back, -logAbsDet);
    }

    /** As a 1x1 convolution. */
    public ConvolutionValues convolution() {
        return new ConvolutionValues(offset.length, 1, matrix, offset);
    }

    private static void swap(double[] matrix, int n, int a, int b) {
        for (int i = 0; i < n && a != b; i++) {
            double kept = matrix[a * n + i];
            matrix[a * n + i] = matrix[b * n + i];
            matrix[b * n + i] = kept;
        }
    }
}
