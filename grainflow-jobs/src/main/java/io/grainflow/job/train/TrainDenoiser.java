package io.grainflow.job.train;

import io.grainflow.dataset.OddSlices;
import io.grainflow.denoiser.MriSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.denoiser.training.DenoiserTask;
import io.grainflow.denoiser.training.DenoiserTrainer;
import io.grainflow.denoiser.training.Loss;
import io.grainflow.denoiser.training.Supervision;
import io.grainflow.denoiser.training.Target;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Trains a denoiser. The test scenes of the data are never read. The validation scenes are used for validation only.
 *
 * @param net architecture of the network
 * @param data what {@link io.grainflow.dataset.Datasets#open} takes
 * @param noise where noisy images come from: {@code real}, a corruption such as {@code gaussian:25}, {@code mri:0.025}, or a noise model's
 *     file
 * @param target target of the training
 * @param loss loss, if not the one that suits the noise
 * @param watch whether the data set may grow during training
 * @param correctClipping whether the bias of clipped noisy targets is corrected
 * @param out model file to write; checkpoints are written beside it
 * @param training how long and how; its settings are fields of the network's and the plan's record
 * @param compute threads, device, number format and memory
 */
public record TrainDenoiser(
        Architecture net,
        @Required String data,
        String noise,
        Target target,
        Optional<Loss> loss,
        boolean watch,
        boolean correctClipping,
        @Required Path out,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<DenoiserTraining>, TrainingSettings<TrainDenoiser>, ComputeSettings<TrainDenoiser> {

    private static final Pattern LIKE_A_CORRUPTION = Pattern.compile("[a-z]{2,}:[^/\\\\]*");

    /** A DnCNN trained on the noise of the pairs. The data and the output file have to be set. */
    public static TrainDenoiser defaults() {
        return new TrainDenoiser(
                Architecture.DNCNN,
                "",
                "real",
                Target.CLEAN,
                Optional.empty(),
                false,
                false,
                Path.of(""),
                TrainingOptions.defaults(),
                ComputeOptions.defaults());
    }

    public TrainDenoiser net(Architecture net) {
        return RecordFields.with(this, "net", net);
    }

    public TrainDenoiser data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainDenoiser noise(String noise) {
        return RecordFields.with(this, "noise", noise);
    }

    public TrainDenoiser target(Target target) {
        return RecordFields.with(this, "target", target);
    }

    public TrainDenoiser loss(Loss loss) {
        return RecordFields.with(this, "loss", Optional.of(loss));
    }

    public TrainDenoiser watch(boolean watch) {
        return RecordFields.with(this, "watch", watch);
    }

    public TrainDenoiser correctClipping(boolean correctClipping) {
        return RecordFields.with(this, "correctClipping", correctClipping);
    }

    public TrainDenoiser out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    @Override
    public TrainDenoiser training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainDenoiser compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public DenoiserTraining execute(Monitor monitor) {
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        if (isModel()) {
            Path file = Path.of(noise);
            try (NoiseModel model = Models.noise(Models.readNoise(file), compute.inference())) {
                return train(new TrainingNoise.Learned(model, FileHash.sha256(file), true), monitor);
            }
        }
        return train(TrainingNoise.parse(noise), monitor);
    }

    private DenoiserTraining train(TrainingNoise source, Monitor monitor) {
        Device device = compute.inference().device();
        DenoiserSpec standard = net.defaults(1, PixelDomain.SRGB);
        TrainPlan asked = TrainingBasics.plan(published(source), training, compute);
        SettingsOfRecords settings = SettingsOfRecords.of(training.settings(), standard, asked);
        TrainingData pairs = pairs(source, monitor);
        net.requireChannels(pairs.channels());
        TrainingNoise noiseOfPairs = pairs.kind() == PairKind.NOISY ? Recorruption.of(source, pairs, monitor) : source;
        DenoiserSpec spec = network(settings, standard, pairs, source.wholeSlices() ? 1 : WhiteLevel.of(pairs));
        DenoiserTask task = new DenoiserTask(
                spec(source, spec),
                settings.apply(asked),
                supervision(noiseOfPairs, pairs, monitor),
                pairs,
                out,
                training.start(),
                device,
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> DenoiserTrainer.train(task, monitor));
        return DenoiserTraining.of(result, pairs);
    }

    private TrainPlan published(TrainingNoise source) {
        if (source.wholeSlices()) {
            return net.slicePlan();
        }
        return watch ? RecordSettings.with(net.plan(), Map.of("schedule", "constant")) : net.plan();
    }

    private TrainingData pairs(TrainingNoise source, Monitor monitor) {
        PairSource images = Data.all(data).open();
        TrainingData pairs = TrainingBasics.read(
                source.wholeSlices() ? new OddSlices(images) : images, false, training, compute, monitor);
        if (pairs.kind() == PairKind.TWO_SHOTS && target == Target.NOISY) {
            ShotCheck.run(pairs.training(), correctClipping, monitor);
        }
        if (!watch) {
            return pairs;
        }
        Set<String> heldOut = images.entries().stream().map(PairEntry::scene).collect(Collectors.toSet());
        Data.scenes(images).getOrDefault(Split.TRAIN, List.of()).forEach(entry -> heldOut.remove(entry.scene()));
        return pairs.growing(() -> Data.all(data).open().entries().stream()
                .filter(entry -> !heldOut.contains(entry.scene()))
                .toList());
    }

    private Supervision supervision(TrainingNoise source, TrainingData pairs, Monitor monitor) {
        Loss ofNoise = Supervision.of(source, target).loss();
        Loss suited = light(pairs) && ofNoise == Loss.L2 ? Loss.HDR : ofNoise;
        return new Supervision(
                source,
                target,
                loss.orElse(suited),
                correctClipping ? Optional.of(Clipping.of(source, pairs, monitor)) : Optional.empty());
    }

    /** The network for the images, with its settings; white is taken from the data if it is not set. */
    private DenoiserSpec network(SettingsOfRecords settings, DenoiserSpec standard, TrainingData pairs, double white) {
        Map<String, String> all = new TreeMap<>(settings.settings());
        all.putIfAbsent("white", Double.toString(white));
        Map<String, String> own = new SettingsOfRecords(all).own(standard);
        return new SettingsOfRecords(own).apply(net.defaults(pairs.channels(), pairs.domain()));
    }

    /** The specification of the network, extended if the noise requires it. */
    private DenoiserSpec spec(TrainingNoise source, DenoiserSpec network) {
        if (!(source instanceof TrainingNoise.Undersampled noise)) {
            return network;
        }
        if (!(network instanceof UNetSpec unet)) {
            throw new InputException(
                    "noise " + source.description(), "is not for " + net.word(), "take unet, which is made for slices");
        }
        return new MriSpec(unet, noise.sampling().edge());
    }

    private static boolean light(TrainingData pairs) {
        return pairs.domain() == PixelDomain.LINEAR && pairs.channels() >= 3;
    }

    /** Whether the noise is given by a model file. A misspelt name of a corruption is not taken for a file. */
    private boolean isModel() {
        return !TrainingNoise.isNamed(noise)
                && (!LIKE_A_CORRUPTION.matcher(noise).matches() || Files.exists(Path.of(noise)));
    }
}
