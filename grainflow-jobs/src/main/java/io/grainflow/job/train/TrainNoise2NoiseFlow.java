package io.grainflow.job.train;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowLoss;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowTask;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowTrainer;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.noiseflow.NoiseFlowTask;
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
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Trains a Noise Flow and a denoiser together from pairs of noisy shots, without clean images (Noise2NoiseFlow).
 *
 * @param data what {@code --data} takes; the second image of a pair is another noisy shot
 * @param allScenes whether every scene is learned from; then nothing is held out
 * @param out where the noise model goes; the denoiser lies beside it with {@code -denoiser} in its name
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the flow's and the plan's record, and of {@link Joint}, by name
 * @param cacheMegabytes bound on decoded images in memory, if not the default
 * @param start what to do about an earlier training
 */
public record TrainNoise2NoiseFlow(
        String data,
        boolean allScenes,
        Path out,
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        ResumePolicy start,
        ComputeOptions engine)
        implements Job<FlowTraining> {
    /**
     * The denoiser's part.
     *
     * @param denoiserDepth convolutions of the DnCNN
     * @param denoiserFeatures channels inside
     * @param denoiserWeight of its squared error
     */
    public record Joint(int denoiserDepth, int denoiserFeatures, double denoiserWeight) {
        static final Joint PUBLISHED = new Joint(9, 64, Noise2NoiseFlowLoss.PUBLISHED_WEIGHT);
    }

    public TrainNoise2NoiseFlow {
        settings = Map.copyOf(settings);
    }

    /** Where the denoiser goes. */
    public Path denoiserOut() {
        String name = out.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return out.resolveSibling(
                dot <= 0 ? name + "-denoiser" : name.substring(0, dot) + "-denoiser" + name.substring(dot));
    }

    @Override
    public FlowTraining run(Monitor monitor) {
        Targets.file(out, start != ResumePolicy.NEW);
        Targets.file(denoiserOut(), start != ResumePolicy.NEW);
        Device device = engine.start();
        TrainingData pairs = TrainingBasics.read(data, allScenes, cacheMegabytes, engine, monitor);
        if (pairs.channels() % 2 != 0) {
            throw new InputException(
                    data,
                    "has images of " + pairs.channels() + " channels, noise-flow works on the four colour planes of raw"
                            + " images",
                    "take raw pairs (packed: packs mosaics)");
        }
        TrainPlan plan = TrainingBasics.plan(Noise2NoiseFlowTask.defaultPlan(), steps, minutes, seed, engine);
        NoiseFlowSpec usual = NoiseFlowSpec.defaults(pairs.channels(), NoiseFlowTask.captures(pairs));
        List<Record> records = RecordSettings.withAll(List.of(usual, plan, Joint.PUBLISHED), settings);
        Joint joint = (Joint) records.get(2);
        Noise2NoiseFlowTask task = new Noise2NoiseFlowTask(
                (NoiseFlowSpec) records.get(0),
                denoiser(pairs.channels(), joint),
                joint.denoiserWeight(),
                (TrainPlan) records.get(1),
                pairs,
                out,
                denoiserOut(),
                start,
                device,
                Map.of("seed", "" + seed.value()));
        TrainingResult result = Noise2NoiseFlowTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return FlowTraining.ofShots(result, pairs, NoiseFlowTask.captures(pairs));
    }

    private static DnCnnSpec denoiser(int channels, Joint joint) {
        DnCnnSpec usual = DnCnnSpec.defaults(channels);
        return new DnCnnSpec(
                channels,
                joint.denoiserDepth(),
                joint.denoiserFeatures(),
                true,
                DnCnnSpec.Biases.FIRST,
                usual.batchNormEpsilon(),
                usual.batchNormMomentum());
    }
}
