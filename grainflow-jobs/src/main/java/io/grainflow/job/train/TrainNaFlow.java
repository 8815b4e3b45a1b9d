package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.FileHash;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.naflow.NaFlowTask;
import io.grainflow.naflow.NaFlowTrainer;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Trains a NAFlow, or adds cameras and ISOs to one. The test scenes of the data are never looked at; the validation scenes measure.
 *
 * @param data what {@code --data} takes
 * @param allScenes whether every scene is learned from; then nothing is held out
 * @param from a NAFlow that the data's cameras and ISOs are added to
 * @param out where the model goes; checkpoints lie beside it
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the flow's, the plan's and the mask's record by name
 * @param cacheMegabytes bound on decoded images in memory, if not half of the Java heap
 * @param start what to do about an earlier training
 */
public record TrainNaFlow(
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
    /** Steps in 1/4096 of white: about the finest that cameras' converters have. */
    private static final int RAW_LEVELS = 4096;
    /** Adapting changes a trained flow a little only. */
    private static final Map<String, String> ADAPTING =
            Map.of("steps", "300", "learningRate", "1e-4", "validations", "2");

    public TrainNaFlow {
        settings = Map.copyOf(settings);
    }

    @Override
    public FlowTraining run(Monitor monitor) {
        Targets.file(out, start != ResumePolicy.NEW);
        Optional<NaFlowTask.Origin> origin = from.map(TrainNaFlow::origin);
        Device device = engine.start();
        NaFlowSpec anySpec = origin.map(one -> one.file().spec()).orElse(NaFlowSpec.defaults(3));
        List<Record> records = RecordSettings.withAll(List.of(anySpec, plan(), EdgeMask.defaults()), settings);
        TrainingData pairs = TrainingBasics.read(data, allScenes, cacheMegabytes, engine, monitor);
        NaFlowTask task = new NaFlowTask(
                spec(origin, pairs),
                (TrainPlan) records.get(1),
                (EdgeMask) records.get(2),
                pairs,
                origin,
                out,
                start,
                device,
                Map.of("seed", "" + seed.value()));
        TrainingResult result = NaFlowTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return FlowTraining.ofBits(result, pairs, task.vocabulary(), task.spec().quantisationLevels());
    }

    /** An earlier model's own; else the default for the images, with the settings. */
    private NaFlowSpec spec(Optional<NaFlowTask.Origin> origin, TrainingData pairs) {
        NaFlowSpec start = origin.map(one -> one.file().spec()).orElseGet(() -> defaults(pairs));
        Map<String, String> own = new TreeMap<>(settings);
        own.keySet().retainAll(RecordSettings.keys(start));
        if (origin.isPresent() && !own.isEmpty()) {
            throw new InputException(
                    "setting " + own.keySet().iterator().next(),
                    "is decided by the model of --from",
                    "leave it out, or train anew without --from");
        }
        return RecordSettings.with(start, own);
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
            throw new InputException(file.toString(), "is no NAFlow", "--from takes what train noise naflow has made");
        }
        return new NaFlowTask.Origin(
                new ModelFile<>(spec, model.vocabulary(), model.units(), model.provenance(), model.weights()),
                FileHash.sha256(file));
    }

    private TrainPlan plan() {
        TrainPlan start = NaFlowTask.defaultPlan();
        return TrainingBasics.plan(
                from.isPresent() ? RecordSettings.with(start, ADAPTING) : start, steps, minutes, seed, engine);
    }
}
