package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reference results of NeCA, made with the published modules in float32. */
record NecaGolden(GoldenTensors values) {
    private static final double WHITE = 255;

    static NecaGolden of(String name) {
        return new NecaGolden(GoldenTensors.of("neca-" + name));
    }

    /** The parameters of networks whose names in the file have a prefix, with gradients, in float64. */
    Parameters parameters(String prefix, Network... networks) {
        List<ParameterSlot> slots = slots(networks);
        return Parameters.trainable(slots, weights(prefix, slots), Device.CPU, DType.FLOAT64);
    }

    static List<ParameterSlot> slots(Network... networks) {
        return Stream.of(networks)
                .flatMap(network -> network.parameters().stream())
                .toList();
    }

    Weights weights(String prefix, List<ParameterSlot> slots) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        slots.forEach(slot -> tensors.put(slot.name(), values.stored(prefix + slot.name())));
        return Weights.of(tensors);
    }

    /** 8-bit values as the published code sees them, divided by 255 in float32. */
    Tensor image(String name) {
        return values.tensor(name).to(DType.FLOAT32).div(WHITE);
    }

    /** Noise in float32, as a float64 tensor. */
    Tensor noise() {
        return image("noisy_u8").sub(image("clean_u8")).to(DType.FLOAT64);
    }

    double number(String name) {
        return values.stored(name).toDoubles()[0];
    }

    /** Compares with a tolerance relative to the largest expected absolute value. */
    void near(Tensor actual, String name, double tolerance) {
        near(actual.toDoubles(), name, tolerance);
    }

    void near(double[] actual, String name, double tolerance) {
        double[] expected = values.stored(name).toDoubles();
        assertThat(actual).as(name).hasSize(expected.length);
        double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s[%d]: %s instead of %s", name, i, actual[i], expected[i])
                    .isLessThanOrEqualTo(tolerance * most);
        }
    }

    /** Compares all gradients and norms of gradients in the file. */
    void nearGradients(Parameters parameters, double tolerance) {
        for (String name : values.tensors().keySet()) {
            if (name.startsWith("grad.")) {
                near(gradient(parameters, name.substring("grad.".length())), name, tolerance);
            } else if (name.startsWith("gradnorm.")) {
                double[] gradient = gradient(parameters, name.substring("gradnorm.".length()));
                double norm = Math.sqrt(
                        Arrays.stream(gradient).map(value -> value * value).sum());
                assertThat(Math.abs(norm - number(name)))
                        .as("%s: %s instead of %s", name, norm, number(name))
                        .isLessThanOrEqualTo(tolerance * Math.max(1e-4, number(name)));
            }
        }
    }

    private static double[] gradient(Parameters parameters, String name) {
        return Objects.requireNonNull(parameters.get(name).grad(), name).toDoubles();
    }
}
