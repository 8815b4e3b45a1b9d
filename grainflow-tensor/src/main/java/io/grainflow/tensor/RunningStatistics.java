package io.grainflow.tensor;

import java.util.function.Consumer;

/**
 * What batch normalisation remembers.
 *
 * @param mean running mean [C]
 * @param variance running variance [C]
 * @param momentum weight of the new batch's statistics, in [0,1] (PyTorch's sense)
 * @param epsilon added to the variance before the square root
 */
public record RunningStatistics(Tensor mean, Tensor variance, double momentum, double epsilon) implements TensorBundle {
    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(mean);
        action.accept(variance);
    }
}
