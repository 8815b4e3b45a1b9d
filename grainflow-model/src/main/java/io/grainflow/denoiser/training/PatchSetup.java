package io.grainflow.denoiser.training;

import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.random.Seed;
import io.grainflow.train.Objective;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Pool;

/** Training on patches with the loss of the task. */
record PatchSetup(DenoiserTask task) implements TrainingSetup<PatchBatch> {
    @Override
    public Batches<PatchBatch> batches(Pool pool, Seed seed) {
        return new PatchBatches(
                pool, task.data().cache()::load, task.supervision(), task.plan().batchSize(), task.patchSize(), seed);
    }

    @Override
    public Objective<PatchBatch> objective(Network network, Parameters parameters) {
        return new RestorationLoss(network, parameters, task.supervision(), task.device());
    }
}
