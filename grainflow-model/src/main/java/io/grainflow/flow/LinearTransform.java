package io.grainflow.flow;

import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;

/** A transform that maps the channels of every position linearly. Consecutive ones are composed before they are applied to an image. */
interface LinearTransform extends Transform {
    /** The level of its positions: 0 for pixels; each squeeze adds one. */
    int level();

    /** Data to latent, computed in a number format. */
    LinearMap map(DType dtype);

    /** Latent to data, computed in float64 and then rounded. */
    LinearMap inverseMap(DType dtype);

    @Override
    default Transformed forward(Tensor x, Condition condition) {
        return map(x.dtype()).apply(x, condition, level());
    }

    @Override
    default Transformed inverse(Tensor z, Condition condition) {
        return inverseMap(z.dtype()).apply(z, condition, level());
    }
}
