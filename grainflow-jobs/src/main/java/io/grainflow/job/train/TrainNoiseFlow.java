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
import io.grainflow.noise.NoiseModel;
import io.grainflow.noiseflow.CaptureFlowSpec;
import io.grainflow.noiseflow.CaptureGrowth;
import io.grainflow.noiseflow.FlowSrgbSpec;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.noiseflow.NoiseFlowTask;
import io.grainflow.noiseflow.NoiseFlowTrainer;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains a Noise Flow on packed raw images, or a Flow-sRGB on finished ones. The test scenes of the data are never read. The validation
 * scenes are used for validation only.
 *
 * @param kind kind of flow
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes
 * @param allScenes whether all scenes are used for training; then no scenes are held out
 * @param from a flow of the kind that the data's cameras and ISOs are added to
 * @param out model file to write; checkpoints are written beside it
 * @param training how long and how; its settings are fields of the flow's and the plan's record
 * @param compute threads, device, number format and memory
 */
public record TrainNoiseFlow(
        Kind kind,
        @Required String data,
        boolean allScenes,
        Optional<Path> from,
        @Required Path out,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<FlowTraining>, TrainingSettings<TrainNoiseFlow>, ComputeSettings<TrainNoiseFlow> {
    private static final long FINE_TUNING_STEPS = 1000;

    /** Kinds of flows. */
    public enum Kind {
        NOISE_FLOW,
        FLOW_SRGB;

        /** The name in options and documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A Noise Flow. The data and the output file have to be set. */
    public static TrainNoiseFlow defaults() {
        return new TrainNoiseFlow(
                Kind.NOISE_FLOW,
                "",
                false,
                Optional.empty(),
                Path.of(""),
                TrainingOptions.defaults(),
                ComputeOptions.defaults());
    }

    public TrainNoiseFlow kind(Kind kind) {
        return RecordFields.with(this, "kind", kind);
    }

    public TrainNoiseFlow data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNoiseFlow allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNoiseFlow from(Path from) {
        return RecordFields.with(this, "from", Optional.of(from));
    }

    public TrainNoiseFlow out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    @Override
    public TrainNoiseFlow training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainNoiseFlow compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public FlowTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        compute.inference();
        Optional<ModelFile<NoiseSpec>> known = from.map(this::known);
        TrainingData pairs = TrainingBasics.read(data, allScenes, training, compute, monitor);
        requireImages(pairs);
        List<Capture> captures = NoiseFlowTask.captures(pairs);
        Optional<CaptureGrowth> growth =
                known.map(file -> CaptureGrowth.of((CaptureFlowSpec) file.spec(), file.weights(), captures));
        TrainPlan usualPlan = growth.isPresent() && training.minutes().isEmpty()
                ? NoiseFlowTask.defaultPlan().withSteps(FINE_TUNING_STEPS)
                : NoiseFlowTask.defaultPlan();
        TrainPlan plan = TrainingBasics.plan(usualPlan, training, compute);
        CaptureFlowSpec usual = growth.map(CaptureGrowth::spec).orElseGet(() -> defaults(pairs, captures));
        if (growth.isPresent()) {
            requirePlanOnly(usual);
        }
        SettingsOfRecords settings = SettingsOfRecords.of(training.settings(), usual, plan);
        Optional<NoiseModel> model = known.map(file -> Models.noise(file, compute.inference()));
        try {
            NoiseFlowTask task = new NoiseFlowTask(
                    settings.apply(usual),
                    model.map(noise -> new NoiseFlowTask.Earlier(
                            known.orElseThrow().vocabulary(),
                            noise,
                            growth.orElseThrow().weights())),
                    settings.apply(plan),
                    pairs,
                    out,
                    training.start(),
                    compute.inference().device(),
                    origin());
            return FlowTraining.ofNats(
                    TrainingBasics.finished(() -> NoiseFlowTrainer.train(task, monitor)), pairs, captures);
        } finally {
            model.ifPresent(NoiseModel::close);
        }
    }

    private void requirePlanOnly(CaptureFlowSpec spec) {
        for (String key : RecordSettings.keys((Record) spec)) {
            if (training.settings().containsKey(key)) {
                throw new InputException(
                        "setting " + key,
                        "is decided by the model of `from`",
                        "leave it out, or train anew without `from`");
            }
        }
    }

    private Map<String, String> origin() {
        Map<String, String> origin =
                new TreeMap<>(Map.of("seed", "" + training.seed().value()));
        from.ifPresent(file -> origin.put("from", FileHash.sha256(file)));
        return origin;
    }

    private ModelFile<NoiseSpec> known(Path file) {
        ModelFile<NoiseSpec> model = Models.readNoise(file);
        boolean fits =
                kind == Kind.NOISE_FLOW ? model.spec() instanceof NoiseFlowSpec : model.spec() instanceof FlowSrgbSpec;
        if (!fits) {
            throw new InputException(
                    file.toString(), "is no " + kind.word(), "give `from` a model of the kind that is trained");
        }
        return model;
    }

    private CaptureFlowSpec defaults(TrainingData pairs, List<Capture> captures) {
        return kind == Kind.NOISE_FLOW
                ? NoiseFlowSpec.defaults(pairs.channels(), captures)
                : FlowSrgbSpec.defaults(pairs.channels(), captures);
    }

    private void requireImages(TrainingData pairs) {
        String has = "has images of " + pairs.channels() + " channel" + (pairs.channels() == 1 ? "" : "s");
        if (kind == Kind.NOISE_FLOW && pairs.channels() % 2 != 0) {
            throw new InputException(
                    data,
                    has + ", noise-flow works on the four colour planes of raw images",
                    "take raw pairs (packed: packs mosaics), or train naflow");
        }
        if (kind == Kind.FLOW_SRGB && (pairs.channels() < 2 || pairs.domain() != PixelDomain.SRGB)) {
            throw new InputException(
                    data, has + " (" + pairs.domain() + "), flow-srgb works on colour photographs", "take sRGB pairs");
        }
    }
}
