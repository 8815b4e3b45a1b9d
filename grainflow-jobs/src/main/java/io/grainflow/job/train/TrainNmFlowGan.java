package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.nmflowgan.NmFlowGanSchedule;
import io.grainflow.nmflowgan.NmFlowGanSpec;
import io.grainflow.nmflowgan.NmFlowGanTask;
import io.grainflow.nmflowgan.NmFlowGanTrainer;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains an NM-FlowGAN on finished photographs. The test scenes of the data are never read. The validation scenes are used for validation only.
 *
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes
 * @param allScenes whether all scenes are used for training; then no scenes are held out
 * @param out model file to write; it is written at every validation, and checkpoints beside it
 * @param recipe sizes and settings to start from
 * @param training how long and how; its settings are fields of the model's, the schedule's and the plan's record
 * @param compute threads, device, number format and memory
 */
public record TrainNmFlowGan(
        @Required String data,
        boolean allScenes,
        @Required Path out,
        Recipe recipe,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<AdversarialTraining>, TrainingSettings<TrainNmFlowGan>, ComputeSettings<TrainNmFlowGan> {
    /** The small recipe. The data and the output file have to be set. */
    public static TrainNmFlowGan defaults() {
        return new TrainNmFlowGan(
                "", false, Path.of(""), Recipe.COMPACT, TrainingOptions.defaults(), ComputeOptions.defaults());
    }

    public TrainNmFlowGan data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNmFlowGan allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNmFlowGan out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public TrainNmFlowGan recipe(Recipe recipe) {
        return RecordFields.with(this, "recipe", recipe);
    }

    @Override
    public TrainNmFlowGan training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainNmFlowGan compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public AdversarialTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        compute.inference();
        boolean compact = recipe == Recipe.COMPACT;
        NmFlowGanSchedule schedule = compact ? NmFlowGanSchedule.defaults() : NmFlowGanSchedule.published();
        TrainPlan plan = TrainingBasics.plan(
                compact ? NmFlowGanTask.defaultPlan() : NmFlowGanTask.publishedPlan(), training, compute);
        SettingsOfRecords settings =
                SettingsOfRecords.of(training.settings(), NmFlowGanSpec.published(), schedule, plan);
        TrainingData pairs = TrainingBasics.read(data, allScenes, training, compute, monitor);
        if (pairs.domain() != PixelDomain.SRGB) {
            throw new InputException(
                    data,
                    "has images of " + pairs.domain() + ", nm-flowgan works on finished photographs of 8 bit",
                    "take sRGB pairs, or train naflow");
        }
        List<Capture> captures = NmFlowGanTask.captures(pairs);
        NmFlowGanTask task = new NmFlowGanTask(
                settings.apply(
                        compact
                                ? NmFlowGanSpec.defaults(pairs.channels(), captures)
                                : NmFlowGanSpec.published(pairs.channels(), captures)),
                settings.apply(schedule),
                settings.apply(plan),
                pairs,
                out,
                training.start(),
                compute.inference().device(),
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> NmFlowGanTrainer.train(task, monitor));
        return AdversarialTraining.of(
                result, pairs, captures.stream().map(Capture::toString).toList());
    }
}
