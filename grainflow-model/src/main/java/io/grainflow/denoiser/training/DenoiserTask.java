package io.grainflow.denoiser.training;

import io.grainflow.model.DenoiserSpec;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The training of a denoiser.
 *
 * @param spec the network
 * @param plan settings of the training
 * @param supervision inputs, targets and loss
 * @param data training and validation pairs
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance, such as the name of the data set; no paths of outputs
 */
public record DenoiserTask(
        DenoiserSpec spec,
        TrainPlan plan,
        Supervision supervision,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /** @throws InputException if network, noise and data do not fit together */
    public DenoiserTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "network",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "set channels=" + data.channels());
        }
        requireTarget(supervision, data.kind());
        supervision.noise().requireKnown(data.captures());
        requireSlices(spec, supervision);
        int block = spec.network().block();
        if (!supervision.noise().wholeSlices() && data.patchSize(plan) < block) {
            throw new InputException(
                    "network",
                    "halves its input until " + block + " pixels become one, the patches have " + data.patchSize(plan),
                    "give larger images or patches, or a network with fewer levels (`settings` levels=N)");
        }
    }

    /** A network for whole slices is only trained on whole slices, and only with the sampling whose measured frequencies it puts back. */
    private static void requireSlices(DenoiserSpec spec, Supervision supervision) {
        TrainingNoise noise = supervision.noise();
        if (spec.wholeSlices() != noise.wholeSlices()
                || !spec.restores().orElse(noise.description()).equals(noise.description())) {
            throw new IllegalArgumentException("DenoiserTask expects a network that suits its noise, whole slices or"
                    + " patches, got " + noise.description() + " and " + spec);
        }
        if (!noise.suits(supervision.loss())) {
            throw new InputException(
                    "loss " + supervision.loss().name().toLowerCase(Locale.ROOT),
                    "does not suit " + noise.description(),
                    "leave `loss` out: the mean of squares is lowered");
        }
    }

    private static void requireTarget(Supervision supervision, PairKind kind) {
        boolean real = !supervision.noise().repeatable();
        if ((kind == PairKind.NOISY) != (supervision.noise() instanceof TrainingNoise.Recorrupted)
                || (kind == PairKind.NOISY && supervision.target() == Target.CLEAN)) {
            throw new InputException(
                    "target " + supervision.target().name().toLowerCase(Locale.ROOT),
                    "needs clean images or a second shot, the data has noisy images alone",
                    "give `target=noisy` with the noise that they have (`noise=gaussian:25`, a heteroscedastic model, or real to"
                            + " estimate it)");
        }
        if (real && kind == PairKind.CLEAN) {
            throw new InputException(
                    "noise real",
                    "is not there: the data has only clean images",
                    "make noise (`noise=gaussian:25` or a model)");
        }
        if (real && supervision.target() == Target.NOISY && kind != PairKind.TWO_SHOTS) {
            throw new InputException(
                    "target noisy",
                    "needs two noisy pictures of a scene, the data has one with each clean image",
                    "give `data=shots:DIR`, or make the noise by a model (`noise=FILE` or gaussian:25), or take `target=clean`");
        }
        if (kind == PairKind.TWO_SHOTS && !(real && supervision.target() == Target.NOISY)) {
            throw new InputException(
                    "target " + supervision.target().name().toLowerCase(Locale.ROOT) + " of noise "
                            + supervision.noise().description(),
                    "needs clean images, the data has two noisy shots of each scene",
                    "give `target=noisy` `noise=real`, or data with clean images");
        }
    }

    /** Side of the patches in pixels, a multiple of the network's block. */
    int patchSize() {
        int block = spec.network().block();
        return data.patchSize(plan) / block * block;
    }

    /** Notes on settings of the plan that cannot be met. */
    List<String> notes() {
        if (supervision.noise().wholeSlices()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(data.notes(plan));
        if (patchSize() < data.patchSize(plan)) {
            notes.add("patches of " + patchSize() + " pixels: multiples of "
                    + spec.network().block() + " that the network can halve");
        }
        return notes;
    }

    TrainingRequest request() {
        TrainingIdentity identity = TrainingIdentity.of(plan, data, device)
                .with("spec.", (Record) spec)
                .with("noise", supervision.noise().description())
                .with("target", supervision.target().name())
                .with("loss", supervision.loss().name());
        supervision
                .clipping()
                .ifPresent(clipping -> identity.with("clipping", clipping.line().toString()));
        return new TrainingRequest(plan, data, out, start, device, identity.parts());
    }
}
