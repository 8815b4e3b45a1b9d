package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.naflow.NaFlowTask;
import io.grainflow.naflow.NaFlowTrainer;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a NAFlow, or adds cameras and ISOs to one. The test scenes of the data are never read. The validation scenes are used for validation only.
 *
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes
 * @param allScenes whether all scenes are used for training; then no scenes are held out
 * @param from a NAFlow that the data's cameras and ISOs are added to
 * @param out model file to write; checkpoints are written beside it
 * @param training how long and how; its settings are fields of the flow's, the plan's and the mask's record
 * @param compute threads, device, number format and memory
 */
public record TrainNaFlow(
        @Required String data,
        boolean allScenes,
        Optional<Path> from,
        @Required Path out,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<FlowTraining>, TrainingSettings<TrainNaFlow>, ComputeSettings<TrainNaFlow> {
    /** Quantisation levels: 12 bit, about the finest resolution of cameras' converters. */
    private static final int RAW_LEVELS = 4096;
    /** Adaptation changes a trained flow only slightly. */
    private static final Map<String, String> ADAPTING =
            Map.of("steps", "300", "learningRate", "1e-4", "validations", "2");

    /** Default settings. The data and the output file have to be set. */
    public static TrainNaFlow defaults() {
        return new TrainNaFlow(
                "", false, Optional.empty(), Path.of(""), TrainingOptions.defaults(), ComputeOptions.defaults());
    }

    public TrainNaFlow data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNaFlow allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNaFlow from(Path from) {
        return RecordFields.with(this, "from", Optional.of(from));
    }

    public TrainNaFlow out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    @Override
    public TrainNaFlow training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainNaFlow compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public FlowTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        Optional<NaFlowTask.Origin> origin = from.map(TrainNaFlow::origin);
        Device device = compute.inference().device();
        NaFlowSpec anySpec = origin.map(one -> one.file().spec()).orElse(NaFlowSpec.defaults(3));
        TrainPlan plan = plan();
        SettingsOfRecords settings = SettingsOfRecords.of(training.settings(), anySpec, plan, EdgeMask.defaults());
        TrainingData pairs = TrainingBasics.read(data, allScenes, training, compute, monitor);
        NaFlowTask task = new NaFlowTask(
                spec(origin, pairs, settings),
                settings.apply(plan),
                settings.apply(EdgeMask.defaults()),
                pairs,
                origin,
                out,
                training.start(),
                device,
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> NaFlowTrainer.train(task, monitor));
        return FlowTraining.ofBits(result, pairs, task.vocabulary(), task.spec().quantisationLevels());
    }

    /** The specification of the earlier model, else the default for the images with the settings. */
    private NaFlowSpec spec(Optional<NaFlowTask.Origin> origin, TrainingData pairs, SettingsOfRecords settings) {
        NaFlowSpec start = origin.map(one -> one.file().spec()).orElseGet(() -> defaults(pairs));
        Map<String, String> own = settings.own(start);
        if (origin.isPresent() && !own.isEmpty()) {
            throw new InputException(
                    "setting " + own.keySet().iterator().next(),
                    "is decided by the model of `from`",
                    "leave it out, or train anew without `from`");
        }
        return settings.apply(start);
    }

    private static NaFlowSpec defaults(TrainingData pairs) {
        NaFlowSpec spec = NaFlowSpec.defaults(pairs.channels());
        return pairs.domain() == PixelDomain.SRGB
                ? spec
                : RecordSettings.with(
                        spec, Map.of("quantisationLevels", Integer.toString(RAW_LEVELS), "conditionNoise", "0.002"));
    }

    private static NaFlowTask.Origin origin(Path file) {
        ModelFile<NoiseSpec> model = Models.readNoise(file);
        if (!(model.spec() instanceof NaFlowSpec spec)) {
            throw new InputException(file.toString(), "is no NAFlow", "`from` takes what train noise naflow has made");
        }
        return new NaFlowTask.Origin(
                new ModelFile<>(spec, model.vocabulary(), model.units(), model.provenance(), model.weights()),
                FileHash.sha256(file));
    }

    private TrainPlan plan() {
        TrainPlan start = NaFlowTask.defaultPlan();
        return TrainingBasics.plan(from.isPresent() ? RecordSettings.with(start, ADAPTING) : start, training, compute);
    }
}
