package io.grainflow.train;

import io.grainflow.tensor.Tensor;

/**
 * One step of a training: computes losses of a batch and updates groups of parameters as often as it needs.
 *
 * @param <B> what a batch is; a heap value
 */
@FunctionalInterface
public interface TrainingStep<B> {
    /**
     * Runs inside a scope of its own, which frees every tensor that is created in it. It must be a pure function of the batch, the context
     * and the parameters, because any other state would be lost when a training is resumed.
     *
     * @return mean losses of the step, in the order that the system's {@link LossReport} declares
     */
    Losses run(B batch, StepContext context);

    /** The step of a system with one group and one loss. */
    static <B> TrainingStep<B> lowering(String group, String lossName, Objective<B> objective) {
        return (batch, context) -> {
            Tensor loss = objective.loss(batch, context.progress(), context.seed());
            return Losses.of(lossName, context.update(group, loss));
        };
    }
}
