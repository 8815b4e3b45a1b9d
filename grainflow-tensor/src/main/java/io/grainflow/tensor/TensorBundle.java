package io.grainflow.tensor;

import java.util.function.Consumer;

/** Anything that holds tensors and can name them, so that a {@link Scope} can keep them. */
@FunctionalInterface
public interface TensorBundle {
    void forEachTensor(Consumer<Tensor> action);
}
