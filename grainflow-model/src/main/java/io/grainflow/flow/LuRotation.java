package io.grainflow.flow;

import io.grainflow.file.StoredTensor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Map;

/** A random orthogonal matrix and its LU factors, P * L * U with partial pivoting (Kingma, Dhariwal, Glow, 2018, section 3.2). */
@SuppressWarnings("ArrayRecordComponent") // made and read here
public record LuRotation(int size, double[] lu, int[] rows) {
    public static LuRotation random(int size, Seed seed) {
        double[] matrix = orthogonal(size, seed);
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = i;
        }
        for (int k = 0; k < size; k++) {
            int pivot = k;
            for (int i = k + 1; i < size; i++) {
                if (Math.abs(matrix[i * size + k]) > Math.abs(matrix[pivot * size + k])) {
                    pivot = i;
                }
            }
            swap(matrix, rows, size, k, pivot);
            for (int i = k + 1; i < size; i++) {
                double factor = matrix[i * size + k] / matrix[k * size + k];
                matrix[i * size + k] = factor;
                for (int j = k + 1; j < size; j++) {
                    matrix[i * size + j] -= factor * matrix[k * size + j];
                }
            }
        }
        return new LuRotation(size, matrix, rows);
    }

    /** Row rows[k] of the matrix is row k of L * U, so the 1 in row rows[k] of P is in column k. */
    public void store(String name, Map<String, StoredTensor> into) {
        float[] factors = new float[size * size];
        float[] logScale = new float[size];
        float[] sign = new float[size];
        float[] permutation = new float[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                factors[i * size + j] = i == j ? 0 : (float) lu[i * size + j];
            }
            logScale[i] = (float) Math.log(Math.abs(lu[i * size + i]));
            sign[i] = lu[i * size + i] < 0 ? -1 : 1;
            permutation[rows[i]] = i;
        }
        into.put(name + ".lu", StoredTensor.ofFloats(factors, size, size));
        into.put(name + ".log_s", StoredTensor.ofFloats(logScale, size));
        into.put(name + ".sign", StoredTensor.ofFloats(sign, size));
        into.put(name + ".permutation", StoredTensor.ofFloats(permutation, size));
    }

    /** Columns of normal numbers, made orthonormal one after another (modified Gram-Schmidt, twice for accuracy). */
    private static double[] orthogonal(int size, Seed seed) {
        RandomField field = new RandomField(seed);
        double[] q = new double[size * size];
        for (int i = 0; i < q.length; i++) {
            q[i] = field.normal(i);
        }
        for (int row = 0; row < size; row++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int other = 0; other < row; other++) {
                    double dot = 0;
                    for (int j = 0; j < size; j++) {
                        dot += q[row * size + j] * q[other * size + j];
                    }
                    for (int j = 0; j < size; j++) {
                        q[row * size + j] -= dot * q[other * size + j];
                    }
                }
            }
            double norm = 0;
            for (int j = 0; j < size; j++) {
                norm += q[row * size + j] * q[row * size + j];
            }
            for (int j = 0; j < size; j++) {
                q[row * size + j] /= Math.sqrt(norm);
            }
        }
        return q;
    }

    private static void swap(double[] matrix, int[] rows, int size, int a, int b) {
        if (a != b) {
            for (int j = 0; j < size; j++) {
                double value = matrix[a * size + j];
                matrix[a * size + j] = matrix[b * size + j];
                matrix[b * size + j] = value;
            }
            int row = rows[a];
            rows[a] = rows[b];
            rows[b] = row;
        }
    }
}
