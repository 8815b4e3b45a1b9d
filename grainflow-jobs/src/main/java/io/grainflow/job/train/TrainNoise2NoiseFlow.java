package io.grainflow.job.train;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowLoss;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowTask;
import io.grainflow.noise2noiseflow.Noise2NoiseFlowTrainer;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.noiseflow.NoiseFlowTask;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains a Noise Flow and a denoiser together from pairs of noisy shots, without clean images (Noise2NoiseFlow).
 *
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes; the second image of a pair is another noisy shot
 * @param allScenes whether all scenes are used for training; then no scenes are held out
 * @param out where the noise model goes; the denoiser is written beside it with {@code -denoiser} in its name
 * @param training how long and how; its settings are fields of the flow's and the plan's record, and of {@link Joint}
 * @param compute threads, device, number format and memory
 */
public record TrainNoise2NoiseFlow(
        @Required String data, boolean allScenes, @Required Path out, TrainingOptions training, ComputeOptions compute)
        implements Job<FlowTraining>, TrainingSettings<TrainNoise2NoiseFlow>, ComputeSettings<TrainNoise2NoiseFlow> {
    /**
     * Settings of the denoiser.
     *
     * @param denoiserDepth convolutions of the DnCNN
     * @param denoiserFeatures channels of the hidden layers
     * @param denoiserWeight weight of its squared error
     */
    public record Joint(int denoiserDepth, int denoiserFeatures, double denoiserWeight) {
        static final Joint PUBLISHED = new Joint(9, 64, Noise2NoiseFlowLoss.PUBLISHED_WEIGHT);
    }

    /** The file of the denoiser. */
    public Path denoiserOut() {
        String name = out.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return out.resolveSibling(
                dot <= 0 ? name + "-denoiser" : name.substring(0, dot) + "-denoiser" + name.substring(dot));
    }

    /** Default settings. The data and the output file have to be set. */
    public static TrainNoise2NoiseFlow defaults() {
        return new TrainNoise2NoiseFlow("", false, Path.of(""), TrainingOptions.defaults(), ComputeOptions.defaults());
    }

    public TrainNoise2NoiseFlow data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNoise2NoiseFlow allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNoise2NoiseFlow out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    @Override
    public TrainNoise2NoiseFlow training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainNoise2NoiseFlow compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public FlowTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        Targets.file(denoiserOut(), training.replaces(), TrainingOptions.REPLACING);
        Device device = compute.inference().device();
        TrainingData pairs = TrainingBasics.read(data, allScenes, training, compute, monitor);
        if (pairs.channels() % 2 != 0) {
            throw new InputException(
                    data,
                    "has images of " + pairs.channels() + " channels, noise-flow works on the four colour planes of raw"
                            + " images",
                    "take raw pairs (packed: packs mosaics)");
        }
        TrainPlan plan = TrainingBasics.plan(Noise2NoiseFlowTask.defaultPlan(), training, compute);
        NoiseFlowSpec usual = NoiseFlowSpec.defaults(pairs.channels(), NoiseFlowTask.captures(pairs));
        SettingsOfRecords settings = SettingsOfRecords.of(training.settings(), usual, plan, Joint.PUBLISHED);
        Joint joint = settings.apply(Joint.PUBLISHED);
        Noise2NoiseFlowTask task = new Noise2NoiseFlowTask(
                settings.apply(usual),
                denoiser(pairs.channels(), joint),
                joint.denoiserWeight(),
                settings.apply(plan),
                pairs,
                out,
                denoiserOut(),
                training.start(),
                device,
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> Noise2NoiseFlowTrainer.train(task, monitor));
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
