package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Transformed;
import io.grainflow.tensor.Tensor;

/**
 * A map x * exp(s) + b of every value.
 *
 * @param logScale s, [N,C,H,W], or [N,C,1,1] if it is the same at every position
 * @param shift b, same shape
 */
record AffineMap(Tensor logScale, Tensor shift) {
    /** From 2C channels: logarithms of the scale, then shifts. */
    static AffineMap of(Tensor both) {
        long half = both.shape()[1] / 2;
        return new AffineMap(both.narrow(1, 0, half), both.narrow(1, half, half));
    }

    Transformed forward(Tensor x, Condition condition) {
        return new Transformed(x.mul(logScale.exp()).add(shift), logAbsDet(x, condition));
    }

    Transformed inverse(Tensor z, Condition condition) {
        return new Transformed(
                z.sub(shift).mul(logScale.neg().exp()), logAbsDet(z, condition).neg());
    }

    private Tensor logAbsDet(Tensor x, Condition condition) {
        boolean everywhere = logScale.shape()[2] == x.shape()[2] && logScale.shape()[3] == x.shape()[3];
        return everywhere
                ? condition.weights().sum(logScale, 0)
                : condition.weights().positions(x, 0).mul(logScale.sum(false, 1, 2, 3));
    }
}
