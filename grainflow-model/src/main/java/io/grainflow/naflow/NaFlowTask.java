package io.grainflow.naflow;

import io.grainflow.model.ModelFile;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The training of a NAFlow.
 *
 * @param spec the flow
 * @param plan settings of the training
 * @param mask pixels that are left out of the likelihood
 * @param data training and validation pairs
 * @param from an earlier model to which new cameras or ISOs are added
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance; no paths of outputs
 */
public record NaFlowTask(
        NaFlowSpec spec,
        TrainPlan plan,
        EdgeMask mask,
        TrainingData data,
        Optional<Origin> from,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /**
     * An earlier model that the training continues from.
     *
     * @param fingerprint hash of its file
     */
    public record Origin(ModelFile<NaFlowSpec> file, String fingerprint) {}

    /** @throws InputException if flow and data do not fit together */
    public NaFlowTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "naflow",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "set channels=" + data.channels());
        }
        if (from.isPresent() && from.get().file().units().domain() != data.domain()) {
            throw new InputException(
                    "naflow",
                    "of `from` was made for " + from.get().file().units().domain() + " images, the data is "
                            + data.domain(),
                    "start from a model for such images");
        }
        if (Math.min(plan.patchSize(), data.smallestSide()) < 2 * spec.block()) {
            throw new InputException(
                    "naflow",
                    "with " + spec.levels() + " levels needs patches of at least " + 2 * spec.block()
                            + " pixels, the smallest image or the plan has "
                            + Math.min(plan.patchSize(), data.smallestSide()),
                    "set fewer levels or larger patches");
        }
    }

    /** Default settings, for a few processor cores and some ten thousand steps. */
    public static TrainPlan defaultPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps", 20_000L,
                        "patchSize", 48,
                        "learningRate", 1e-3,
                        "beta2", 0.99,
                        "gradientClip", 50.0,
                        "emaDecay", 0.998,
                        "validations", 10));
    }

    /** Captures in index order: those of the earlier model, then the data's. */
    public List<Capture> vocabulary() {
        TreeSet<Capture> captures = new TreeSet<>();
        data.training().stream().map(PairEntry::capture).forEach(captures::add);
        List<Capture> known = from.map(model -> model.file().vocabulary()).orElse(List.of());
        captures.removeAll(known);
        return java.util.stream.Stream.concat(known.stream(), captures.stream()).toList();
    }

    /** Side of patches in pixels, a multiple of the block. */
    int patchSize() {
        return data.patchSize(plan) / spec.block() * spec.block();
    }

    TrainingRequest request() {
        SortedMap<String, String> identity = TrainingIdentity.of(plan, data, device)
                .with("spec.", spec)
                .with("mask.", mask)
                .with("from", from.map(Origin::fingerprint).orElse("none"))
                .parts();
        return new TrainingRequest(plan, data, out, start, device, identity);
    }
}
