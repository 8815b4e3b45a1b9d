package io.grainflow.denoiser.training;

import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.random.Seed;
import io.grainflow.train.Objective;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Pool;

/**
 * What a denoiser is shown, and what is lowered.
 *
 * @param <B> what a batch is; a heap value
 */
public interface TrainingSetup<B> {
    /** Batches of the pool's images. */
    Batches<B> batches(Pool pool, Seed seed);

    Objective<B> objective(Network network, Parameters parameters);
}
