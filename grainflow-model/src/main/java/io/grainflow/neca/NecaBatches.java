package io.grainflow.neca;

import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.FlowBatches;
import io.grainflow.train.data.FlowInput;
import io.grainflow.train.data.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Batches of pairs, each of one set of networks in turn. */
record NecaBatches(List<Batches<FlowBatch>> sets) implements Batches<FlowBatch> {
    /**
     * Batches of a training.
     *
     * @param captures of the training pairs
     * @param poolImages number of images that stay decoded at a time
     */
    static NecaBatches of(NecaTask task, List<Capture> captures, int poolImages, Seed seed) {
        int count = task.spec().sets();
        return new NecaBatches(IntStream.range(0, count)
                .mapToObj(set -> of(task, captures, set, Math.max(1, poolImages / count), seed.child(set)))
                .toList());
    }

    private static Batches<FlowBatch> of(NecaTask task, List<Capture> captures, int set, int poolImages, Seed seed) {
        return new FlowBatches(
                EntryPool.of(data(task, set), task.plan(), poolImages),
                task.data().cache()::load,
                new FlowInput(task.spec().channels(), 0, 0, task.objective().turned(), captures),
                EdgeMask.defaults(),
                Optional.empty(),
                task.plan().batchSize(),
                task.patchSize(),
                seed);
    }

    /** The data with the training pairs of one set alone. */
    private static TrainingData data(NecaTask task, int set) {
        return RecordSettings.replace(
                task.data(),
                Map.of(
                        "training",
                        task.data().training().stream()
                                .filter(entry -> task.spec().set(entry.capture()) == set)
                                .toList()));
    }

    @Override
    public FlowBatch at(long step) {
        return sets.get((int) (step % sets.size())).at(step / sets.size());
    }
}
