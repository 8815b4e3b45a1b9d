package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.FileHash;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noiseflow.CaptureFlowSpec;
import io.grainflow.noiseflow.CaptureGrowth;
import io.grainflow.noiseflow.FlowSrgbSpec;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.noiseflow.NoiseFlowTask;
import io.grainflow.noiseflow.NoiseFlowTrainer;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Trains a Noise Flow on packed raw images, or a Flow-sRGB on finished ones. The test scenes of the data are never looked at; the validation
 * scenes measure.
 *
 * @param kind which flow
 * @param data what {@code --data} takes
 * @param allScenes whether every scene is learned from; then nothing is held out
 * @param from a flow of the kind that the data's cameras and ISOs are added to
 * @param out where the model goes; checkpoints lie beside it
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the flow's and the plan's record by name
 * @param cacheMegabytes bound on decoded images in memory, if not the default
 * @param start what to do about an earlier training
 */
public record TrainNoiseFlow(
        Kind kind,
        String data,
        boolean allScenes,
        Optional<Path> from,
        Path out,
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        ResumePolicy start,
        ComputeOptions engine)
        implements Job<FlowTraining> {
    private static final long FINE_TUNING_STEPS = 1000;

    /** Which flow. */
    public enum Kind {
        NOISE_FLOW,
        FLOW_SRGB;

        /** The word on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public TrainNoiseFlow {
        settings = Map.copyOf(settings);
    }

    @Override
    public FlowTraining run(Monitor monitor) {
        Targets.file(out, start != ResumePolicy.NEW);
        Device device = engine.start();
        Optional<ModelFile<NoiseSpec>> known = from.map(this::known);
        TrainingData pairs = TrainingBasics.read(data, allScenes, cacheMegabytes, engine, monitor);
        requireImages(pairs);
        List<Capture> captures = NoiseFlowTask.captures(pairs);
        Optional<CaptureGrowth> growth =
                known.map(file -> CaptureGrowth.of((CaptureFlowSpec) file.spec(), file.weights(), captures));
        OptionalLong most = growth.isPresent() && steps.isEmpty() ? OptionalLong.of(FINE_TUNING_STEPS) : steps;
        TrainPlan plan = TrainingBasics.plan(NoiseFlowTask.defaultPlan(), most, minutes, seed, engine);
        CaptureFlowSpec usual = growth.map(CaptureGrowth::spec).orElseGet(() -> defaults(pairs, captures));
        if (growth.isPresent()) {
            requirePlanOnly(usual);
        }
        List<Record> records = RecordSettings.withAll(List.of((Record) usual, plan), settings);
        NoiseFlowTask task = new NoiseFlowTask(
                (CaptureFlowSpec) records.get(0),
                known.map(file -> new NoiseFlowTask.Earlier(
                        file.vocabulary(),
                        Models.noise(file, engine.inference()),
                        growth.orElseThrow().weights())),
                (TrainPlan) records.get(1),
                pairs,
                out,
                start,
                device,
                origin());
        TrainingResult result = NoiseFlowTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return FlowTraining.ofNats(result, pairs, captures);
    }

    private void requirePlanOnly(CaptureFlowSpec spec) {
        for (String key : RecordSettings.keys((Record) spec)) {
            if (settings.containsKey(key)) {
                throw new InputException(
                        "setting " + key,
                        "is decided by the model of --from",
                        "leave it out, or train anew without --from");
            }
        }
    }

    private Map<String, String> origin() {
        Map<String, String> origin = new TreeMap<>(Map.of("seed", "" + seed.value()));
        from.ifPresent(file -> origin.put("from", FileHash.sha256(file)));
        return origin;
    }

    private ModelFile<NoiseSpec> known(Path file) {
        ModelFile<NoiseSpec> model = Models.readNoise(file);
        boolean fits =
                kind == Kind.NOISE_FLOW ? model.spec() instanceof NoiseFlowSpec : model.spec() instanceof FlowSrgbSpec;
        if (!fits) {
            throw new InputException(
                    file.toString(), "is no " + kind.word(), "give --from a model of the kind that is trained");
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
