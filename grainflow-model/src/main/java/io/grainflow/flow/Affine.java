package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * Shift and scale of every value.
 *
 * @param shift [N,C,H,W]
 * @param scaled its scale, same shape
 */
record Affine(Tensor shift, AffineScale.Scaled scaled) {
    /** From a network's output [N,2C,H,W]: shift, then raw scale. */
    static Affine of(Tensor output, AffineScale form) {
        long half = output.shape()[1] / 2;
        return new Affine(output.narrow(1, 0, half), form.of(output.narrow(1, half, half)));
    }

    /** x / s - t. */
    Tensor forward(Tensor x) {
        return x.div(scaled.scale()).sub(shift);
    }

    /** (z + t) * s. */
    Tensor inverse(Tensor z) {
        return z.add(shift).mul(scaled.scale());
    }

    /** Sum of log s over channels and the positions that count, [N]. */
    Tensor logScale(Condition condition, int level) {
        return condition.weights().weigh(scaled.log(), level).sum(false, 1, 2, 3);
    }
}
