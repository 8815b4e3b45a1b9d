package io.grainflow.tensor;

import java.util.function.Consumer;

/** An object that holds tensors and can list them, so that a {@link Scope} can keep them. */
@FunctionalInterface
public interface TensorBundle {
    void forEachTensor(Consumer<Tensor> action);
}
