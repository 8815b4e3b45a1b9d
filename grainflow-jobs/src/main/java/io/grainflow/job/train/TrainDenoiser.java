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
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.FileHash;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Targets;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.Models;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Trains a denoiser. The test scenes of the data are never looked at; the validation scenes measure.
 *
 * @param net which network
 * @param data what {@code --data} takes
 * @param noise where noisy images come from: {@code real}, a corruption such as {@code gaussian:25}, {@code mri:0.025}, or a noise model's
 *     file
 * @param target what the network learns to give
 * @param loss how far it is from that, if not what suits the noise
 * @param watch whether the data grow while they are learned from
 * @param correctClipping whether the bias of noisy targets that were clipped is undone
 * @param out where the model goes; checkpoints lie beside it
 * @param steps how many updates, if not as many as the plan's default
 * @param minutes time budget instead of steps
 * @param settings fields of the network's and the plan's record by name
 * @param cacheMegabytes bound on decoded images in memory, if not half of the Java heap
 * @param start what to do about an earlier training
 */
public record TrainDenoiser(
        Architecture net,
        String data,
        String noise,
        Target target,
        Optional<Loss> loss,
        boolean watch,
        boolean correctClipping,
        Path out,
        OptionalLong steps,
        OptionalDouble minutes,
        Map<String, String> settings,
        OptionalLong cacheMegabytes,
        Seed seed,
        ResumePolicy start,
        ComputeOptions engine)
        implements Job<DenoiserTraining> {

    private static final Pattern LIKE_A_CORRUPTION = Pattern.compile("[a-z]{2,}:[^/\\\\]*");

    public TrainDenoiser {
        settings = Map.copyOf(settings);
    }

    @Override
    public DenoiserTraining run(Monitor monitor) {
        Targets.file(out, start != ResumePolicy.NEW);
        TrainingNoise source = trainingNoise();
        Device device = engine.start();
        DenoiserSpec standard = net.defaults(1, PixelDomain.SRGB);
        TrainPlan asked = TrainingBasics.plan(published(source), steps, minutes, seed, engine);
        TrainPlan plan = (TrainPlan) RecordSettings.withAll(List.of((Record) standard, asked), settings)
                .get(1);
        TrainingData pairs = pairs(source, monitor);
        net.requireChannels(pairs.channels());
        TrainingNoise noiseOfPairs = pairs.kind() == PairKind.NOISY ? Recorruption.of(source, pairs, monitor) : source;
        Record spec = RecordSettings.with(
                (Record) net.defaults(pairs.channels(), pairs.domain()),
                own(standard, source.wholeSlices() ? 1 : WhiteLevel.of(pairs)));
        DenoiserTask task = new DenoiserTask(
                spec(source, (DenoiserSpec) spec),
                plan,
                supervision(noiseOfPairs, pairs, monitor),
                pairs,
                out,
                start,
                device,
                Map.of("seed", "" + seed.value()));
        TrainingResult result = DenoiserTrainer.train(task, monitor);
        if (!result.finished()) {
            throw TrainingBasics.stopped(result);
        }
        return DenoiserTraining.of(result, pairs);
    }

    private TrainPlan published(TrainingNoise source) {
        if (source.wholeSlices()) {
            return net.slicePlan();
        }
        return watch ? RecordSettings.with(net.plan(), Map.of("schedule", "constant")) : net.plan();
    }

    private TrainingData pairs(TrainingNoise source, Monitor monitor) {
        PairSource images = new Data(data, Data.Part.ALL).open();
        TrainingData pairs = TrainingBasics.read(
                source.wholeSlices() ? new OddSlices(images) : images, false, cacheMegabytes, engine, monitor);
        if (pairs.kind() == PairKind.TWO_SHOTS && target == Target.NOISY) {
            ShotCheck.run(pairs.training(), correctClipping, monitor);
        }
        if (!watch) {
            return pairs;
        }
        Set<String> heldOut = images.entries().stream().map(PairEntry::scene).collect(Collectors.toSet());
        Data.scenes(images).getOrDefault(Split.TRAIN, List.of()).forEach(entry -> heldOut.remove(entry.scene()));
        return pairs.growing(() -> new Data(data, Data.Part.ALL)
                .open().entries().stream()
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

    /** The settings that are fields of the network's record; white follows from the data if nobody sets it. */
    private Map<String, String> own(DenoiserSpec standard, double white) {
        Map<String, String> own = new TreeMap<>(settings);
        own.putIfAbsent("white", Double.toString(white));
        own.keySet().retainAll(RecordSettings.keys((Record) standard));
        return own;
    }

    /** The network with what belongs to it where the noise asks for more. */
    private DenoiserSpec spec(TrainingNoise source, DenoiserSpec network) {
        if (!(source instanceof TrainingNoise.Unmeasured noise)) {
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

    private TrainingNoise trainingNoise() {
        Path file = Path.of(noise);
        boolean misspelt = LIKE_A_CORRUPTION.matcher(noise).matches() && !Files.exists(file);
        if (TrainingNoise.isNamed(noise) || misspelt) {
            return TrainingNoise.parse(noise);
        }
        return new TrainingNoise.Learned(
                Models.noise(Models.readNoise(file), engine.inference()), FileHash.sha256(file), true);
    }
}
