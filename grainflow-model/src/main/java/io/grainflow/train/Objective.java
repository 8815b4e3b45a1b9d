package io.grainflow.train;

import io.grainflow.random.Seed;
import io.grainflow.tensor.Tensor;

/**
 * The loss that a training minimises.
 *
 * @param <B> what a batch is
 */
@FunctionalInterface
public interface Objective<B> {
    /**
     * The loss of a batch as a tensor of one element that is differentiable with respect to the parameters.
     *
     * @param progress share of the run that is done, in [0,1)
     */
    Tensor loss(B batch, double progress, Seed seed);
}
