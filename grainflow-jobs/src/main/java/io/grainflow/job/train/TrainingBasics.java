package io.grainflow.job.train;

import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/** What trainings have in common: which pairs they see, how long they take, and how they stop. */
final class TrainingBasics {
    private TrainingBasics() {}

    /**
     * The pairs of a data set. The test scenes are never looked at; the validation scenes measure.
     *
     * @param allScenes whether every scene is learned from; then nothing is held out
     */
    static TrainingData read(
            String data, boolean allScenes, OptionalLong cacheMegabytes, ComputeOptions engine, Monitor monitor) {
        return read(new Data(data, Data.Part.ALL).open(), allScenes, cacheMegabytes, engine, monitor);
    }

    /** As {@link #read(String, boolean, OptionalLong, ComputeOptions, Monitor)}, of a data set that is open already. */
    static TrainingData read(
            PairSource source, boolean allScenes, OptionalLong cacheMegabytes, ComputeOptions engine, Monitor monitor) {
        Map<Split, List<PairEntry>> scenes = Data.scenes(source);
        List<PairEntry> training = new ArrayList<>(scenes.getOrDefault(Split.TRAIN, List.of()));
        List<PairEntry> validation = scenes.getOrDefault(Split.VALIDATION, List.of());
        if (allScenes) {
            training.addAll(validation);
            training.addAll(scenes.getOrDefault(Split.TEST, List.of()));
            validation = List.of();
        }
        try {
            return TrainingData.read(
                            training,
                            validation,
                            source.fingerprint(),
                            CacheBound.bytes(cacheMegabytes),
                            engine.threads(),
                            monitor)
                    .with(source.kind());
        } catch (CancellationException e) {
            throw new CancelledException("stopped before the training began");
        }
    }

    /** A plan with what users give in every training; minutes go before steps. */
    static TrainPlan plan(
            TrainPlan start, OptionalLong steps, OptionalDouble minutes, Seed seed, ComputeOptions engine) {
        TrainPlan plan = start.withSeed(seed.value()).withThreads(engine.threads());
        if (minutes.isPresent()) {
            return plan.withMinutes(minutes.getAsDouble());
        }
        return steps.isPresent() ? plan.withSteps(steps.getAsLong()) : plan;
    }

    static CancelledException stopped(TrainingResult result) {
        return new CancelledException(
                "training stopped at step " + result.history().steps() + " of " + result.steps()
                        + "; the same call with --resume goes on from there");
    }
}
