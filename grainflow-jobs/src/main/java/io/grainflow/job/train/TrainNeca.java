package io.grainflow.job.train;

import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.neca.NecaObjective;
import io.grainflow.neca.NecaSpec;
import io.grainflow.neca.NecaTask;
import io.grainflow.neca.NecaTrainer;
import io.grainflow.pair.Capture;
import io.grainflow.progress.Monitor;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains a NeCA. The test scenes of the data are never read. The validation scenes are used for validation only.
 *
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes
 * @param allScenes whether all scenes are used for training; then no scenes are held out
 * @param out file of NeCA-W to write; NeCA-S is written beside it, its name ends with {@code -s}, and checkpoints
 * @param recipe sizes and settings to start from
 * @param training how long and how; its settings are fields of the model's, the objective's and the plan's record
 * @param compute threads, device, number format and memory
 */
public record TrainNeca(
        @Required String data,
        boolean allScenes,
        @Required Path out,
        Recipe recipe,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<AdversarialTraining>, TrainingSettings<TrainNeca>, ComputeSettings<TrainNeca> {
    /** The compact recipe. The data and the output file have to be set. */
    public static TrainNeca defaults() {
        return new TrainNeca(
                "", false, Path.of(""), Recipe.COMPACT, TrainingOptions.defaults(), ComputeOptions.defaults());
    }

    public TrainNeca data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNeca allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNeca out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public TrainNeca recipe(Recipe recipe) {
        return RecordFields.with(this, "recipe", recipe);
    }

    @Override
    public TrainNeca training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainNeca compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public AdversarialTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        Targets.file(NecaTask.simplified(out), training.replaces(), TrainingOptions.REPLACING);
        compute.inference();
        boolean published = recipe == Recipe.PUBLISHED;
        TrainPlan plan =
                TrainingBasics.plan(published ? NecaTask.publishedPlan() : NecaTask.compactPlan(), training, compute);
        NecaObjective objective = published ? NecaObjective.published() : NecaObjective.compact();
        SettingsOfRecords settings = SettingsOfRecords.of(
                training.settings(), NecaSpec.defaults(3, List.of(Capture.of("any", 1))), objective, plan);
        TrainingData pairs = TrainingBasics.read(data, allScenes, training, compute, monitor);
        List<Capture> captures = NecaTask.captures(pairs);
        NecaSpec usual = published
                ? NecaSpec.published(pairs.channels(), captures)
                : NecaSpec.defaults(pairs.channels(), captures);
        NecaTask task = new NecaTask(
                settings.apply(usual),
                settings.apply(objective),
                settings.apply(plan),
                pairs,
                out,
                training.start(),
                compute.inference().device(),
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> NecaTrainer.train(task, monitor));
        return AdversarialTraining.of(
                result, pairs, captures.stream().map(Capture::toString).toList());
    }
}
