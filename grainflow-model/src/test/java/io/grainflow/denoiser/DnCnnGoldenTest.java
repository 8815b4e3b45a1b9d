package io.grainflow.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A small DnCNN compared with an independent implementation in PyTorch 1.13 (double precision): outputs, gradients, running statistics and
 * folding.
 */
@Tag("processor")
final class DnCnnGoldenTest {
    private static final DnCnnSpec SPEC = new DnCnnSpec(1, 5, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.95);
    private static final Network NETWORK = SPEC.network();
    private static Map<String, StoredTensor> golden = Map.of();

    @BeforeAll
    static void read() throws URISyntaxException {
        NativeLibrary.load();
        Path file = Path.of(Objects.requireNonNull(DnCnnGoldenTest.class.getResource("dncnn_tiny.safetensors"))
                .toURI());
        golden = Safetensors.read(file).tensors();
    }

    @Test
    void evaluationUsesRunningStatistics() {
        float[] output = evaluate(NETWORK, startWeights());
        assertClose(output, "eval.output", 2e-6);
    }

    @Test
    void foldedNetworkGivesTheSame() {
        FoldedNetwork folded = FoldedNetwork.of(NETWORK, startWeights());
        assertThat(stored("merged.conv.4.bias").toDoubles()).containsOnly(0);
        for (String name : folded.network().parameterShapes().keySet()) {
            assertClose(folded.weights().get(name).toFloats(), "merged." + name, 2e-6);
        }
        assertThat(folded.network().parameterShapes()).hasSize(9);
        assertClose(evaluate(folded.network(), folded.weights()), "eval.output", 2e-6);
    }

    @Test
    void trainingGivesLossGradientsAndStatistics() {
        Parameters parameters = Parameters.trainable(NETWORK, startWeights(), Device.CPU);
        Scope.run(() -> {
            Tensor output = TorchLowering.forward(NETWORK, parameters, tensor("noisy"), Mode.TRAIN);
            assertClose(output.toFloats(), "train.output", 1e-5);
            Tensor loss = output.sub(tensor("clean")).square().sum().mul(0.5);
            double expected = stored("train.loss_half_sum").toDoubles()[0];
            assertThat(loss.item()).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-5 * expected));
            loss.backward();
            for (ParameterSlot slot : NETWORK.parameters()) {
                if (slot.role().trained()) {
                    Tensor gradient =
                            Objects.requireNonNull(parameters.get(slot.name()).grad());
                    assertClose(gradient.toFloats(), "train.grad." + slot.name(), 2e-5);
                }
            }
        });
        for (ParameterSlot slot : NETWORK.parameters()) {
            if (!slot.role().trained()) {
                assertClose(parameters.get(slot.name()).toFloats(), "train.updated." + slot.name(), 1e-5);
            }
        }
    }

    @Test
    void receptiveFieldIsTwiceTheDepth() {
        assertThat(NETWORK.receptiveRadius()).isEqualTo(5);
        assertThat(DnCnnSpec.defaults(1).network().receptiveRadius()).isEqualTo(17);
        assertThat(DnCnnSpec.defaults(3).network().receptiveRadius()).isEqualTo(20);
    }

    @Test
    void publishedNumbersOfParameters() {
        assertThat(parameterCount(DnCnnSpec.defaults(1))).isEqualTo(558_016);
        DnCnnSpec grey = new DnCnnSpec(1, 17, 64, false, DnCnnSpec.Biases.ALL, 1e-4, 0.1);
        assertThat(parameterCount(grey)).isEqualTo(555_137);
        DnCnnSpec colour = new DnCnnSpec(3, 20, 64, false, DnCnnSpec.Biases.ALL, 1e-4, 0.1);
        assertThat(parameterCount(colour)).isEqualTo(668_227);
    }

    private static int parameterCount(DnCnnSpec spec) {
        return spec.network().parameters().stream()
                .mapToInt(ParameterSlot::count)
                .sum();
    }

    private static float[] evaluate(Network network, Weights weights) {
        Parameters parameters = Parameters.frozen(network, weights, Device.CPU);
        return Scope.heap(() -> NoGrad.run(() -> TorchLowering.forward(network, parameters, tensor("noisy"), Mode.EVAL)
                .toFloats()));
    }

    private static Weights startWeights() {
        Map<String, StoredTensor> weights = new TreeMap<>();
        golden.forEach((name, tensor) -> {
            if (name.startsWith("w.")) {
                weights.put(name.substring(2), tensor);
            }
        });
        return Weights.of(weights);
    }

    private static Tensor tensor(String name) {
        return Tensor.of(stored(name).toFloats(), stored(name).shape());
    }

    private static StoredTensor stored(String name) {
        return Objects.requireNonNull(golden.get(name), name);
    }

    /** Relative to the largest value of the tensor. */
    private static void assertClose(float[] values, String name, double tolerance) {
        double[] expected = stored(name).toDoubles();
        assertThat(values).as(name).hasSize(expected.length);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(values[i] - expected[i])).as("%s[%d]", name, i).isLessThanOrEqualTo(tolerance * scale);
        }
    }
}
