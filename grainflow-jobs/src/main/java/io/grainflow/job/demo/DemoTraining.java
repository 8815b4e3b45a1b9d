package io.grainflow.job.demo;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.training.DenoiserTask;
import io.grainflow.denoiser.training.DenoiserTrainer;
import io.grainflow.denoiser.training.Supervision;
import io.grainflow.denoiser.training.Target;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.job.train.TrainingRun;
import io.grainflow.naflow.NaFlowNoise;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.naflow.NaFlowTask;
import io.grainflow.naflow.NaFlowTrainer;
import io.grainflow.progress.CancelledException;
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
import java.util.Map;
import java.util.Optional;

/** The demo's trainings: models small enough that some thousand steps fit into minutes on two cores. */
final class DemoTraining {
    private static final Map<String, String> FLOW = Map.of("levels", "2", "features", "32", "hidden", "32");
    private static final Map<String, String> FLOW_PLAN =
            Map.of("patchSize", "32", "emaDecay", "0.99", "validations", "3");
    private static final Map<String, String> NETWORK = Map.of("depth", "8", "features", "32");
    private static final Map<String, String> NETWORK_PLAN =
            Map.of("patchSize", "32", "emaDecay", "0.99", "validations", "6");

    private final TrainingData data;
    private final Seed seed;
    private final Device device;
    private final ComputeOptions engine;

    /** Trains on pairs. */
    DemoTraining(TrainingData data, Seed seed, Device device, ComputeOptions engine) {
        this.data = data;
        this.seed = seed;
        this.device = device;
        this.engine = engine;
    }

    static DnCnnSpec network() {
        return RecordSettings.with(DnCnnSpec.defaults(3), NETWORK);
    }

    /** Learns the noise of the pairs. */
    FlowTraining flow(Path out, double minutes, Monitor monitor) {
        NaFlowTask task = new NaFlowTask(
                RecordSettings.with(NaFlowSpec.defaults(3), FLOW),
                plan(NaFlowTask.defaultPlan(), minutes, FLOW_PLAN),
                EdgeMask.defaults(),
                data,
                Optional.empty(),
                out,
                ResumePolicy.REPLACE,
                device,
                Map.of("demo", "naflow"));
        TrainingResult result = finished(TrainingRun.of(() -> NaFlowTrainer.train(task, monitor)));
        return FlowTraining.ofBits(result, data, task.vocabulary(), task.spec().quantisationLevels());
    }

    /**
     * Learns to remove noise from clean pictures with synthetic noise alone.
     *
     * @param fingerprint fingerprint of the noise model
     */
    DenoiserTraining denoiser(NaFlowNoise noise, String fingerprint, Path out, double minutes, Monitor monitor) {
        DenoiserTask task = new DenoiserTask(
                network(),
                plan(TrainPlan.defaults(), minutes, NETWORK_PLAN),
                Supervision.of(new TrainingNoise.Learned(noise, fingerprint, true), Target.CLEAN),
                data,
                out,
                ResumePolicy.REPLACE,
                device,
                Map.of("demo", "denoiser"));
        return DenoiserTraining.of(finished(TrainingRun.of(() -> DenoiserTrainer.train(task, monitor))), data);
    }

    private TrainPlan plan(TrainPlan start, double minutes, Map<String, String> settings) {
        return RecordSettings.with(
                start.withMinutes(minutes).withSeed(seed.value()).withThreads(engine.threads()), settings);
    }

    private static TrainingResult finished(TrainingResult result) {
        if (!result.finished()) {
            throw new CancelledException("demo stopped; grainflow demo with `existing=replace` begins anew");
        }
        return result;
    }
}
