package io.grainflow.tensor;

import java.util.function.Consumer;

/**
 * The running statistics of a batch normalisation.
 *
 * @param mean running mean [C]
 * @param variance running variance [C]
 * @param momentum weight of the new batch's statistics, in [0,1] (PyTorch's sense)
 * @param epsilon added to the variance before the square root, positive
 */
public record RunningStatistics(Tensor mean, Tensor variance, double momentum, double epsilon) implements TensorBundle {
    public RunningStatistics {
        if (!(momentum >= 0 && momentum <= 1 && epsilon > 0)) {
            throw new IllegalArgumentException(
                    "RunningStatistics expects a momentum in [0,1] and a positive epsilon, got " + momentum + " and "
                            + epsilon);
        }
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(mean);
        action.accept(variance);
    }
}
