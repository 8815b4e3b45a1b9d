package io.grainflow.denoiser.training;

import io.grainflow.denoiser.MriSpec;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelJson;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainTask;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A denoiser to be trained.
 *
 * @param spec the network
 * @param plan how
 * @param supervision on what
 * @param data from which pairs
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do about an earlier training
 * @param device computed on
 * @param origin more for the model's provenance, such as the name of the data set; no paths of outputs
 */
public record DenoiserTask(
        DenoiserSpec spec,
        TrainPlan plan,
        Supervision supervision,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin)
        implements TrainTask {
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
        if (!supervision.noise().takesSlices() && data.patchSize(plan) < block) {
            throw new InputException(
                    "network",
                    "halves its input until " + block + " pixels become one, the patches have " + data.patchSize(plan),
                    "give larger images or patches, or a network with fewer levels (--set levels=N)");
        }
    }

    private static void requireSlices(DenoiserSpec spec, Supervision supervision) {
        boolean sampled = supervision.noise() instanceof TrainingNoise.Unmeasured noise
                && spec instanceof MriSpec mri
                && mri.sampling().equals(noise.sampling());
        if (sampled != (supervision.noise().takesSlices() || spec instanceof MriSpec)) {
            throw new IllegalArgumentException(
                    "DenoiserTask expects mri noise and an mri network with its probability, got "
                            + supervision.noise().description() + " and " + spec);
        }
        if (sampled && supervision.loss() != Loss.L2) {
            throw new InputException(
                    "loss " + supervision.loss().name().toLowerCase(Locale.ROOT),
                    "does not suit " + supervision.noise().description(),
                    "leave --loss out: the mean of squares is lowered");
        }
    }

    private static void requireTarget(Supervision supervision, PairKind kind) {
        boolean real = !supervision.noise().repeatable();
        if ((kind == PairKind.NOISY) != (supervision.noise() instanceof TrainingNoise.Renoised)
                || (kind == PairKind.NOISY && supervision.target() == Target.CLEAN)) {
            throw new InputException(
                    "target " + supervision.target().name().toLowerCase(Locale.ROOT),
                    "needs clean images or a second shot, the data has noisy images alone",
                    "give --target noisy with the noise that they have (--noise gaussian:25, a heteroscedastic model, or real to"
                            + " estimate it)");
        }
        if (real && kind == PairKind.CLEAN) {
            throw new InputException(
                    "noise real",
                    "is not there: the data has only clean images",
                    "make noise (--noise gaussian:25 or a model)");
        }
        if (real && supervision.target() == Target.NOISY && kind != PairKind.TWO_SHOTS) {
            throw new InputException(
                    "target noisy",
                    "needs two noisy pictures of a scene, the data has one with each clean image",
                    "give --data shots:DIR, or make the noise by a model (--noise FILE or gaussian:25), or take --target clean");
        }
        if (kind == PairKind.TWO_SHOTS && !(real && supervision.target() == Target.NOISY)) {
            throw new InputException(
                    "target " + supervision.target().name().toLowerCase(Locale.ROOT) + " of noise "
                            + supervision.noise().description(),
                    "needs clean images, the data has two noisy shots of each scene",
                    "give --target noisy --noise real, or data with clean images");
        }
    }

    /** Side of the patches in whole blocks of the network. */
    int patchSize() {
        int block = spec.network().block();
        return data.patchSize(plan) / block * block;
    }

    /** What the plan cannot have as it is. */
    List<String> notes() {
        if (supervision.noise().takesSlices()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(data.notes(plan));
        if (patchSize() < data.patchSize(plan)) {
            notes.add("patches of " + patchSize() + " pixels: multiples of "
                    + spec.network().block() + " that the network can halve");
        }
        return notes;
    }

    @Override
    public SortedMap<String, String> identity() {
        SortedMap<String, String> identity = new TreeMap<>();
        flatten("spec.", ModelJson.tree(spec), identity);
        flatten("plan.", ModelJson.tree(plan), identity);
        identity.remove("plan.checkpointEvery");
        identity.put("noise", supervision.noise().description());
        identity.put("target", supervision.target().name());
        identity.put("loss", supervision.loss().name());
        supervision
                .clipping()
                .ifPresent(clipping -> identity.put("clipping", clipping.line().toString()));
        if (data.growth().isPresent()) {
            identity.put("data", "grows");
        } else {
            identity.put("data", data.fingerprint());
            identity.put("trainingPairs", Integer.toString(data.training().size()));
            identity.put("validationPairs", Integer.toString(data.validation().size()));
        }
        identity.put("device", device.name());
        return identity;
    }

    public static void flatten(String prefix, JsonNode record, SortedMap<String, String> into) {
        for (Entry<String, JsonNode> field : record.properties()) {
            JsonNode value = field.getValue();
            into.put(prefix + field.getKey(), value.isContainer() ? value.toString() : value.asString());
        }
    }
}
