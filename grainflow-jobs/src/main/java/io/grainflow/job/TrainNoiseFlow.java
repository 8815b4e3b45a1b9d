package io.grainflow.job;

import io.grainflow.model.NoiseFlowSpec;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.NoiseFlowTask;
import io.grainflow.train.NoiseFlowTrainer;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.Start;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingData;
import io.grainflow.train.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Trains a Noise Flow on packed raw images. The test scenes of the data are never looked at; the validation scenes measure.
 *
 * @param data what {@code --data} takes
 * @param allScenes whether every scene is learned from; then nothing is held out
 * @param out where the model goes; checkpoints lie beside it
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the flow's and the plan's record by name
 * @param cacheMegabytes bound on decoded images in memory, if not the default
 * @param start what to do about an earlier training
 */
public record TrainNoiseFlow(
        String data,
        boolean allScenes,
        Path out,
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        Start start,
        Engine engine)
        implements Job<FlowTraining> {
    public TrainNoiseFlow {
        settings = Map.copyOf(settings);
    }

    @Override
    public FlowTraining run(Monitor monitor) {
        Targets.file(out, start != Start.NEW);
        Device device = engine.start();
        TrainingData pairs = TrainingBasics.read(data, allScenes, cacheMegabytes, engine, monitor);
        if (pairs.channels() % 2 != 0) {
            throw new InputException(
                    data,
                    "has images of " + pairs.channels() + " channel" + (pairs.channels() == 1 ? "" : "s")
                            + ", noise-flow works on the four colour planes of raw images",
                    "take raw pairs, or train naflow");
        }
        TrainPlan plan = TrainingBasics.plan(NoiseFlowTask.defaultPlan(), steps, minutes, seed, engine);
        List<Record> records = RecordSettings.withAll(
                List.of(NoiseFlowSpec.defaults(pairs.channels(), NoiseFlowTask.captures(pairs)), plan), settings);
        NoiseFlowTask task = new NoiseFlowTask(
                (NoiseFlowSpec) records.get(0),
                (TrainPlan) records.get(1),
                pairs,
                out,
                start,
                device,
                Map.of("seed", "" + seed.value()));
        TrainingResult result = NoiseFlowTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return FlowTraining.ofNats(result, pairs, NoiseFlowTask.captures(pairs));
    }
}
