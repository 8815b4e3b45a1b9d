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
     * As {@link #forward}, after setting what is initialised from data (Kingma, Dhariwal, Glow, 2018, section 3.1): its own
     * call before training, never a side effect of a pass.
     */
    default Transformed initialise(Tensor x, Condition condition) {
        return forward(x, condition);
    }

    /** {@inheritDoc} Those that it made itself, not the parameters that it was given. */
    @Override
    default void forEachTensor(Consumer<Tensor> action) {}
}
