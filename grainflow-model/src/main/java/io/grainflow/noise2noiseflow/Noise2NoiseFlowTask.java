package io.grainflow.noise2noiseflow;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.network.ParameterSlot;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.noiseflow.NoiseFlowTask;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The joint training of a noise model and a denoiser on pairs of noisy shots (Noise2NoiseFlow).
 *
 * @param spec the noise model
 * @param denoiser the denoiser
 * @param denoiserWeight weight of the denoiser's squared error, relative to nats per value
 * @param plan settings of the training
 * @param data pairs of shots
 * @param out the noise model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param denoiserOut the denoiser's file
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the models' provenance; no paths of outputs
 */
public record Noise2NoiseFlowTask(
        NoiseFlowSpec spec,
        DnCnnSpec denoiser,
        double denoiserWeight,
        TrainPlan plan,
        TrainingData data,
        Path out,
        Path denoiserOut,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /** @throws InputException if networks and data do not fit together */
    public Noise2NoiseFlowTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels() || denoiser.channels() != data.channels()) {
            throw new InputException(
                    "noise-flow",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "leave channels out");
        }
        if (!(denoiserWeight > 0 && denoiserWeight < 1e12)) {
            throw new InputException(
                    "denoiserWeight", "expects a positive number, got " + denoiserWeight, "leave it out");
        }
    }

    /** The released settings, shortened to some minutes on a few processor cores. */
    public static TrainPlan defaultPlan() {
        // the gradients of the two networks differ by orders of magnitude: clipping them together would suppress one
        // of them
        return RecordSettings.replace(
                NoiseFlowTask.defaultPlan(), Map.of("learningRate", 1e-3, "gradientClip", 0.0, "steps", 4_000L));
    }

    /** The flow's parameters, then the denoiser's; their names differ. */
    List<ParameterSlot> slots() {
        List<ParameterSlot> slots = new ArrayList<>(spec.slots());
        slots.addAll(denoiser.network().parameters());
        return List.copyOf(slots);
    }

    TrainingRequest request() {
        SortedMap<String, String> identity = TrainingIdentity.of(plan, data, device)
                .with("spec.", spec)
                .with("denoiser.", denoiser)
                .with("denoiserWeight", Double.toString(denoiserWeight))
                .parts();
        return new TrainingRequest(plan, data, out, start, device, identity);
    }
}
