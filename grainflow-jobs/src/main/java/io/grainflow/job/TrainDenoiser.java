package io.grainflow.job;

import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.DnCnnSpec;
import io.grainflow.model.Models;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.DenoiserTask;
import io.grainflow.train.DenoiserTrainer;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.Start;
import io.grainflow.train.Supervision;
import io.grainflow.train.Target;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingData;
import io.grainflow.train.TrainingNoise;
import io.grainflow.train.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Trains a DnCNN. The test scenes of the data are never looked at; the validation scenes measure.
 *
 * @param data what {@code --data} takes
 * @param noise where noisy images come from: {@code real}, {@code gaussian:25}, {@code poisson:30}, or a noise model's
 *     file
 * @param target what the network learns to give
 * @param out where the model goes; checkpoints lie beside it
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the network's and the plan's record by name
 * @param cacheMegabytes bound on decoded images in memory, if not half of the Java heap
 * @param start what to do about an earlier training
 */
public record TrainDenoiser(
        String data,
        String noise,
        Target target,
        Path out,
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        Start start,
        Engine engine)
        implements Job<DenoiserTraining> {

    public TrainDenoiser {
        settings = Map.copyOf(settings);
    }

    @Override
    public DenoiserTraining run(Monitor monitor) {
        Targets.file(out, start != Start.NEW);
        Supervision supervision = new Supervision(trainingNoise(), target);
        Device device = engine.start();
        TrainPlan asked = TrainingBasics.plan(TrainPlan.defaults(), steps, minutes, seed, engine);
        List<Record> records = RecordSettings.withAll(List.of(DnCnnSpec.defaults(1), asked), settings);
        TrainPlan plan = (TrainPlan) records.get(1);
        TrainingData pairs = TrainingBasics.read(data, false, cacheMegabytes, engine, monitor);
        DenoiserSpec spec = RecordSettings.with(DnCnnSpec.defaults(pairs.channels()), own(settings));
        DenoiserTask task =
                new DenoiserTask(spec, plan, supervision, pairs, out, start, device, Map.of("seed", "" + seed.value()));
        TrainingResult result = DenoiserTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return DenoiserTraining.of(result, pairs);
    }

    /** The settings that are fields of the network's record. */
    private static Map<String, String> own(Map<String, String> settings) {
        List<String> keys = RecordSettings.keys(DnCnnSpec.defaults(1));
        Map<String, String> own = new java.util.TreeMap<>(settings);
        own.keySet().retainAll(keys);
        return own;
    }

    private TrainingNoise trainingNoise() {
        if (noise.equals("real") || noise.startsWith("gaussian:") || noise.startsWith("poisson:")) {
            return TrainingNoise.parse(noise);
        }
        Path file = Path.of(noise);
        return new TrainingNoise.Learned(
                Models.noise(Models.readNoise(file), engine.start()), FileHash.sha256(file), true);
    }
}
