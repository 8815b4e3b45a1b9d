package io.grainflow.flow;

import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.function.Consumer;

/** An invertible map of images. Forward goes from data to latent, inverse from latent to data. */
public interface Transform extends TensorBundle {
    /** Towards the latent. */
    Transformed forward(Tensor x, Condition condition);

    /** Towards the data, with the opposite log-determinant. */
    Transformed inverse(Tensor z, Condition condition);

    /**
     * As {@link #forward}, after data-dependent initialisation (Kingma, Dhariwal, Glow, 2018, section 3.1). This is a separate call before
     * training, never a side effect of {@link #forward}.
     */
    default Transformed initialise(Tensor x, Condition condition) {
        return forward(x, condition);
    }

    /** {@inheritDoc} Only tensors that the transform created itself, not the parameters that were passed to it. */
    @Override
    default void forEachTensor(Consumer<Tensor> action) {}
}
