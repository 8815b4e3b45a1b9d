package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/** Constant square matrices. */
final class Matrices {
    private Matrices() {}

    /** Ones on the diagonal, [C,C]; format and device of another tensor. */
    static Tensor identity(long size, Tensor like) {
        return of(size, like, 0, 0);
    }

    /** Ones below the diagonal. */
    static Tensor below(long size, Tensor like) {
        return of(size, like, 1, size);
    }

    /** Ones above the diagonal. */
    static Tensor above(long size, Tensor like) {
        return of(size, like, -size, -1);
    }

    /** Ones where row - column lies in [from, to]. */
    private static Tensor of(long size, Tensor like, long from, long to) {
        int n = Math.toIntExact(size);
        float[] values = new float[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                values[row * n + column] = row - column >= from && row - column <= to ? 1 : 0;
            }
        }
        return Tensor.of(values, size, size).to(like.dtype()).to(like.device());
    }
}
