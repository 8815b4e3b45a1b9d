package io.grainflow.train.data;

/**
 * Batches by number: equal numbers give equal batches, independent of the order of calls and of the calling thread.
 *
 * @param <B> what a batch is; a heap value
 */
@FunctionalInterface
public interface Batches<B> {
    /**
     * The batch of a step.
     *
     * @param step from 0
     */
    B at(long step);
}
