package io.grainflow.nmflowgan;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.adversarial.PatchCritic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Weights of the reference results: the published flow, a generator of width 8, a critic of width 8. */
final class Golden {
    static final NmFlowGanSpec SPEC = RecordSettings.replace(NmFlowGanSpec.published(), Map.of("generatorWidth", 8));
    static final Network CRITIC = new PatchCritic(6, 96, 8, 5, 3, true).network("critic.");

    private Golden() {}

    /** Flow and generator. */
    static Weights weights() {
        Map<String, StoredTensor> tensors = new TreeMap<>(state("flow", ""));
        tensors.putAll(state("unet-wf3", "generator."));
        return only(SPEC.slots(), tensors);
    }

    static Weights critic() {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        state("critic-nc8", "").forEach((name, tensor) -> tensors.put(criticName(name), tensor));
        return only(CRITIC.parameters(), tensors);
    }

    /** The first convolution of the published critic is no sequence. */
    static String criticName(String published) {
        return published.replaceFirst("^critic\\.features\\.0\\.(weight|bias)$", "critic.features.0.0.$1");
    }

    /** All parameters, in float64. */
    static Parameters parameters(boolean train) {
        return parameters(train, DType.FLOAT64);
    }

    static Parameters parameters(boolean train, DType format) {
        Map<String, StoredTensor> tensors = new TreeMap<>(weights().tensors());
        tensors.putAll(critic().tensors());
        List<ParameterSlot> slots = new ArrayList<>(SPEC.slots());
        slots.addAll(CRITIC.parameters());
        return train
                ? Parameters.trainable(slots, Weights.of(tensors), Device.CPU, format)
                : Parameters.frozen(slots, Weights.of(tensors), Device.CPU, format);
    }

    private static Map<String, StoredTensor> state(String file, String prefix) {
        Map<String, StoredTensor> state = new TreeMap<>();
        GoldenTensors.of("nm-flowgan-" + file).tensors().forEach((name, tensor) -> {
            if (name.startsWith("state.")) {
                state.put(prefix + name.substring("state.".length()), tensor);
            }
        });
        return state;
    }

    private static Weights only(List<ParameterSlot> slots, Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> own = new TreeMap<>();
        slots.forEach(slot -> own.put(slot.name(), tensors.get(slot.name())));
        return Weights.of(own);
    }

    /** Captures of the tensors cam and iso; codes beyond the known cameras become names of unknown ones. */
    static List<Capture> captures(GoldenTensors golden) {
        double[] cameras = golden.stored("cam").toDoubles();
        double[] isos = golden.stored("iso").toDoubles();
        List<Capture> captures = new ArrayList<>();
        for (int i = 0; i < cameras.length; i++) {
            int code = (int) cameras[i];
            captures.add(Capture.of(code < 5 ? SPEC.cameras().get(code) : "camera" + code, (int) isos[i]));
        }
        return captures;
    }

    /** Grey levels plus uniform numbers. */
    static Tensor dequantised(GoldenTensors golden, String image, String uniform) {
        return golden.tensor(image).add(golden.tensor(uniform));
    }

    /** A published name with ours for layers of the critic. */
    static Tensor gradient(Parameters parameters, String published) {
        Tensor gradient = parameters.get(criticName(published)).grad();
        if (gradient == null) {
            throw new AssertionError("no gradient of " + published);
        }
        return gradient;
    }

    /** Compares with a tolerance relative to the largest expected value. */
    static void close(String name, double[] actual, double[] expected, double tolerance) {
        double largest = 1e-12;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] a = actual.clone();
        double[] b = expected.clone();
        for (int i = 0; i < a.length; i++) {
            a[i] /= largest;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] /= largest;
        }
        GoldenTensors.close(name, a, b, tolerance);
    }
}
