package io.grainflow.flow;

import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.function.Consumer;

/**
 * Result of a transform.
 *
 * @param value the transformed values, [N,C,H,W]
 * @param logAbsDet natural log of the absolute determinant of the applied map, one per sample, [N], summed over channels and over the
 *     positions that count ({@link PositionWeights})
 */
public record Transformed(Tensor value, Tensor logAbsDet) implements TensorBundle {
    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(value);
        action.accept(logAbsDet);
    }
}
