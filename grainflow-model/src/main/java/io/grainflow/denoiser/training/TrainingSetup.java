package io.grainflow.denoiser.training;

import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.random.Seed;
import io.grainflow.train.Objective;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Pool;

/**
 * Batches and objective of a denoiser's training.
 *
 * @param <B> what a batch is; a heap value
 */
public interface TrainingSetup<B> {
    /** Batches of images from the pool. */
    Batches<B> batches(Pool pool, Seed seed);

    Objective<B> objective(Network network, Parameters parameters);
}
