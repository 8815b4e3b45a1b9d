package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.tensor.Tensor;

/** NE: a noisy image less the conditioning clean image. */
record NoiseExtraction() implements Transform {
    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return new Transformed(x.sub(condition.requireExposures().clean()), unchanged(x, condition));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        return new Transformed(z.add(condition.requireExposures().clean()), unchanged(z, condition));
    }

    private static Tensor unchanged(Tensor x, Condition condition) {
        return condition.weights().positions(x, 0).mul(0);
    }
}
