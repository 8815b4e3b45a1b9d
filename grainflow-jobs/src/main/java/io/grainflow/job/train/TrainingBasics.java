package io.grainflow.job.train;

import io.grainflow.dataset.Datasets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.UnpairedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** What all trainings share: the pairs of a data set, the length of a training, and stopping. */
final class TrainingBasics {
    private TrainingBasics() {}

    /**
     * The pairs of a data set. The test scenes are never read. The validation scenes are used for validation only.
     *
     * @param allScenes whether all scenes are used for training; then no scenes are held out
     */
    static TrainingData read(
            String data, boolean allScenes, TrainingOptions training, ComputeOptions compute, Monitor monitor) {
        return read(Data.all(data).open(), allScenes, training, compute, monitor);
    }

    /** As {@link #read(String, boolean, TrainingOptions, ComputeOptions, Monitor)}, of a data set that is open already. */
    static TrainingData read(
            PairSource source, boolean allScenes, TrainingOptions training, ComputeOptions compute, Monitor monitor) {
        Map<Split, List<PairEntry>> scenes = Data.scenes(source);
        List<PairEntry> learned = new ArrayList<>(scenes.getOrDefault(Split.TRAIN, List.of()));
        List<PairEntry> validation = scenes.getOrDefault(Split.VALIDATION, List.of());
        if (allScenes) {
            learned.addAll(validation);
            learned.addAll(scenes.getOrDefault(Split.TEST, List.of()));
            validation = List.of();
        }
        try {
            return TrainingData.read(
                            learned,
                            validation,
                            source.fingerprint(),
                            CacheBound.bytes(training.cacheMegabytes()),
                            compute.threads(),
                            monitor)
                    .with(source.kind());
        } catch (CancellationException e) {
            throw new CancelledException("stopped before the training began");
        }
    }

    /**
     * The images of a folder, or one image. Images from which no patch can be cut are left out as unreadable ones are.
     *
     * @param patchSize least height and width
     */
    static TrainingData readImages(
            Path fileOrFolder, int patchSize, TrainingOptions training, ComputeOptions compute, Monitor monitor) {
        PairSource source = Datasets.clean(fileOrFolder);
        try {
            return TrainingData.readImages(
                    UnpairedData.atLeast(patchSize, source.entries()),
                    fileOrFolder.toString(),
                    source.fingerprint(),
                    CacheBound.bytes(training.cacheMegabytes()) / 2,
                    compute.threads(),
                    monitor);
        } catch (CancellationException e) {
            throw new CancelledException("stopped before the training began");
        }
    }

    /** A plan with the settings that all trainings have. Minutes take precedence over steps. */
    static TrainPlan plan(TrainPlan start, TrainingOptions training, ComputeOptions compute) {
        TrainPlan plan = start.withSeed(training.seed().value()).withThreads(compute.threads());
        if (training.minutes().isPresent()) {
            return plan.withMinutes(training.minutes().getAsDouble());
        }
        return training.steps().isPresent() ? plan.withSteps(training.steps().getAsLong()) : plan;
    }

    /**
     * The result of a finished training.
     *
     * @throws CancelledException if it was stopped
     */
    static TrainingResult finished(Supplier<TrainingResult> training) {
        TrainingResult result = TrainingRun.of(training);
        if (!result.finished() && result.steps() == 0) {
            throw new CancelledException("training stopped before its first step; nothing was written");
        }
        if (!result.finished()) {
            throw new CancelledException(
                    "training stopped at step " + result.history().steps() + " of " + result.steps()
                            + "; the same call with `start=resume` goes on from there");
        }
        return result;
    }
}
