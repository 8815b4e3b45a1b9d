package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.tensor.Tensor;

/**
 * UD: dequantised grey levels, a number of 0..255 plus a uniform one of [0,1), divided by 256. With it, densities are those of grey levels.
 */
record GreyLevels() implements Transform {
    static final double LEVELS = 256;

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return new Transformed(x.mul(1 / LEVELS), logAbsDet(x, condition));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        return new Transformed(z.mul(LEVELS), logAbsDet(z, condition).neg());
    }

    private static Tensor logAbsDet(Tensor x, Condition condition) {
        return condition.weights().positions(x, 0).mul(-Math.log(LEVELS) * x.shape()[1]);
    }
}
