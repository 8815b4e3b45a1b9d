package io.grainflow.train;

import io.grainflow.random.Seed;
import io.grainflow.tensor.Tensor;

/**
 * What a training lowers.
 *
 * @param <B> what a batch is
 */
@FunctionalInterface
public interface Objective<B> {
    /**
     * The loss of a batch, one element, connected to the parameters.
     *
     * @param progress share of the run that is done, in [0,1)
     */
    Tensor loss(B batch, double progress, Seed seed);
}
