package io.grainflow.denoiser.training;

import io.grainflow.mri.KSpaceSampling;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.random.Seed;
import io.grainflow.train.Objective;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Pool;

/** Training on whole slices with undersampled k-space. */
record SliceSetup(DenoiserTask task, KSpaceSampling sampling) implements TrainingSetup<SliceBatch> {
    @Override
    public Batches<SliceBatch> batches(Pool pool, Seed seed) {
        return new SliceBatches(
                pool,
                task.data().cache()::load,
                sampling,
                task.supervision().target(),
                task.plan().batchSize(),
                task.spec().network().block(),
                seed);
    }

    @Override
    public Objective<SliceBatch> objective(Network network, Parameters parameters) {
        return new SpectralLoss(network, parameters, task.device());
    }
}
