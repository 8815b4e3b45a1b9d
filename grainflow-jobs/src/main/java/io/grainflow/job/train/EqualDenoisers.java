package io.grainflow.job.train;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.training.DenoiserTask;
import io.grainflow.denoiser.training.DenoiserTrainer;
import io.grainflow.denoiser.training.Supervision;
import io.grainflow.denoiser.training.Target;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * DnCNNs that differ only in the noise that they are trained on: same training scenes, network, plan and seed, and as many steps as asked for. Each
 * has its own checkpoints.
 */
public final class EqualDenoisers {
    private static final Architecture NET = Architecture.DNCNN;

    private final TrainingData data;
    private final TrainingOptions training;
    private final ComputeOptions compute;

    private EqualDenoisers(TrainingData data, TrainingOptions training, ComputeOptions compute) {
        this.data = data;
        this.training = training;
        this.compute = compute;
    }

    /** Checks the settings of the network and the plan before any work. */
    public static void requireSettings(TrainingOptions training) {
        SettingsOfRecords.of(training.settings(), DnCnnSpec.defaults(1), NET.plan());
    }

    /**
     * Reads the training and validation scenes of a data set.
     *
     * @param training length, settings, seed, and what becomes of earlier trainings
     */
    public static EqualDenoisers read(
            PairSource source, TrainingOptions training, ComputeOptions compute, Monitor monitor) {
        return new EqualDenoisers(TrainingBasics.read(source, false, training, compute, monitor), training, compute);
    }

    /** Trains on the noise of the pairs. */
    public DenoiserTraining onPairs(Path out, Monitor monitor) {
        return train(new TrainingNoise.Real(), data, training, out, monitor);
    }

    /**
     * Trains on noise that a model makes for the clean images. Images of cameras and ISOs that the model does not know are left out.
     *
     * @param fingerprint fingerprint of the model
     * @throws InputException if the model knows no camera and ISO of the training scenes
     */
    public DenoiserTraining onNoise(NoiseModel model, String fingerprint, Path out, Monitor monitor) {
        TrainingData known = known(model);
        return train(new TrainingNoise.Learned(model, fingerprint, true), known, training, out, monitor);
    }

    /** The same denoisers with a number of steps, such as that of the first one, whose budget were minutes. */
    public EqualDenoisers steps(long count) {
        return new EqualDenoisers(data, training.steps(count), compute);
    }

    private TrainingData known(NoiseModel model) {
        List<Capture> captures = model.captures();
        if (captures.isEmpty()) {
            return data;
        }
        List<PairEntry> learned = known(data.training(), captures);
        if (learned.isEmpty()) {
            throw new InputException("noise model", "knows no camera and ISO of the training scenes", "leave it out");
        }
        return new TrainingData(
                learned,
                known(data.validation(), captures),
                data.failures(),
                data.cache(),
                data.cacheBytes(),
                data.fingerprint(),
                data.kind(),
                data.domain(),
                data.channels(),
                data.smallestSide(),
                data.largestPairBytes(),
                data.growth());
    }

    private static List<PairEntry> known(List<PairEntry> entries, List<Capture> captures) {
        return entries.stream()
                .filter(entry -> captures.contains(entry.capture()))
                .toList();
    }

    private DenoiserTraining train(
            TrainingNoise noise, TrainingData pairs, TrainingOptions options, Path out, Monitor monitor) {
        TrainPlan plan = TrainingBasics.plan(NET.plan(), options, compute);
        SettingsOfRecords all = new SettingsOfRecords(options.settings());
        DenoiserSpec spec = all.apply(NET.defaults(pairs.channels(), pairs.domain()));
        DenoiserTask task = new DenoiserTask(
                spec,
                all.apply(plan),
                Supervision.of(noise, Target.CLEAN),
                pairs,
                out,
                options.start(),
                compute.inference().device(),
                Map.of("seed", "" + options.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> DenoiserTrainer.train(task, monitor));
        return DenoiserTraining.of(result, pairs);
    }
}
