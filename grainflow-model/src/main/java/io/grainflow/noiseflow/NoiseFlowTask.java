package io.grainflow.noiseflow;

import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The training of a Noise Flow.
 *
 * @param spec the flow
 * @param earlier a trained flow that this one extends; its noise is replayed
 * @param plan settings of the training
 * @param data training and validation pairs
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance; no paths of outputs
 */
public record NoiseFlowTask(
        CaptureFlowSpec spec,
        Optional<Earlier> earlier,
        TrainPlan plan,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /**
     * A trained flow.
     *
     * @param captures that it was trained on; their noise is replayed, so that the flow does not forget it
     * @param model samples the noise that is replayed
     * @param start initial values of the extended flow
     */
    public record Earlier(List<Capture> captures, NoiseModel model, Weights start) {
        public Earlier {
            captures = List.copyOf(captures);
        }
    }

    /** @throws InputException if flow and data do not fit together */
    public NoiseFlowTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "noise-flow",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "leave channels out");
        }
        for (Capture capture : captures(data)) {
            if (!spec.cameras().contains(capture.camera().code())
                    || !spec.isos().contains(capture.iso())) {
                throw new InputException(
                        "noise-flow",
                        "has no parameters for " + capture,
                        "leave cameras and isos out: they follow from the data");
            }
        }
    }

    /** Default settings, for some minutes on a few processor cores: the network is small, but has many layers. */
    public static TrainPlan defaultPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps",
                        5_000L,
                        "batchSize",
                        16,
                        "patchSize",
                        32,
                        "learningRate",
                        2e-3,
                        "gradientClip",
                        1.0,
                        "emaDecay",
                        0.995,
                        "validations",
                        10));
    }

    /** Cameras and ISOs of the training pairs, sorted. */
    public static List<Capture> captures(TrainingData data) {
        return data.trainingCaptures();
    }

    /** The captures of the trained model, sorted. */
    List<Capture> vocabulary() {
        return Stream.concat(captures(data).stream(), earlier.map(Earlier::captures).orElse(List.of()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    TrainingRequest request() {
        TrainingIdentity identity = TrainingIdentity.of(plan, data, device).with("spec.", (Record) spec);
        origin.forEach((name, value) -> identity.with("origin." + name, value));
        return new TrainingRequest(plan, data, out, start, device, identity.parts());
    }
}
