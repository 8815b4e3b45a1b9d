package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.RedSpec;
import io.grainflow.denoiser.SharedUNetSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.engine.Graphs;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Windows;
import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.naflow.NaFlow;
import io.grainflow.naflow.NaFlowGraph;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Parameters;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.TorchGraph;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs of networks and flows give the same results as their layers on tensors. */
@Tag("processor")
final class GraphsTest {
    static Stream<DenoiserSpec> denoisers() {
        return Stream.of(
                new DnCnnSpec(3, 5, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1),
                new UNetSpec(3, 3, 3, 6, 8, 8, 4, UNetSpec.Range.CENTRED, 1),
                new UNetSpec(7, 3, 2, 6, 8, 8, 4, UNetSpec.Range.LIGHT, 100),
                new RedSpec(1, 4, 6),
                SharedUNetSpec.defaults(1));
    }

    @ParameterizedTest
    @MethodSource("denoisers")
    void networksAsGraphs(DenoiserSpec spec) {
        Network network = spec.network();
        Weights weights = RandomWeights.of(network.parameters(), new Seed(1));
        Graph graph = NetworkGraph.of(network, weights);
        assertThat(graph.block()).isEqualTo(network.block());
        assertThat(graph.reach()).isGreaterThanOrEqualTo(network.receptiveRadius());
        double difference = Scope.heap(() -> NoGrad.run(() -> {
            Tensor input = Tensor.randn(new Seed(2), 1, network.inputChannels(), 64, 96);
            Tensor expected = TorchLowering.forward(
                    network, Parameters.frozen(network, weights, Device.CPU), input.copy(), Mode.EVAL);
            Tensor got =
                    TorchGraph.run(graph, Map.of(NetworkGraph.INPUT, input)).get(0);
            return largest(got, expected);
        }));
        assertThat(difference).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"PUBLISHED,false", "STABLE,true"})
    void flowsAsGraphs(NaFlowSpec.Form form, boolean residual) {
        NaFlowSpec spec = new NaFlowSpec(3, 2, 2, 2, 8, 6, form, residual, 0.01, 256, true, true, true);
        Weights weights = RandomWeights.of(spec.slots(2), new Seed(3));
        Scope.heap(() -> NoGrad.run(() -> {
            NaFlow flow = new NaFlow(spec, Parameters.frozen(spec.slots(2), weights, Device.CPU, DType.FLOAT32));
            Tensor clean = Tensor.randn(new Seed(4), 1, 3, 16, 24);
            Condition condition = flow.condition(clean, PositionWeights.all());
            Tensor z = Tensor.randn(new Seed(5), 1, spec.latentChannels(), 4, 6);
            Tensor noisy = flow.inverse(z, clean, condition).value();
            Tensor decoded = TorchGraph.run(
                            NaFlowGraph.decode(spec, weights),
                            Map.of(NaFlowGraph.CLEAN, clean, NaFlowGraph.CONDITION, clean, NaFlowGraph.LATENT, z))
                    .get(0);
            assertThat(largest(decoded, noisy)).isLessThan(1e-3);
            Transformed latent = flow.forward(noisy, clean, condition);
            List<Tensor> encoded = TorchGraph.run(
                    NaFlowGraph.encode(spec, weights),
                    Map.of(NaFlowGraph.CLEAN, clean, NaFlowGraph.CONDITION, clean, NaFlowGraph.NOISY, noisy));
            assertThat(largest(encoded.get(2), latent.value())).isLessThan(1e-3);
            double[] linear = NaFlowGraph.linearLogAbsDets(spec, weights);
            double logAbsDet = linear[0] * 16 * 24;
            for (int level = 1; level <= 2; level++) {
                logAbsDet += linear[level] * ((16 * 24) >> (2 * level))
                        - encoded.get(level - 1).sum().item();
            }
            assertThat(logAbsDet).isCloseTo(latent.logAbsDet().item(), within(1e-2));
            return true;
        }));
    }

    @ParameterizedTest
    @MethodSource("denoisers")
    void networksAsPlans(DenoiserSpec spec) {
        Network network = spec.network();
        Graph graph = NetworkGraph.of(network, RandomWeights.of(network.parameters(), new Seed(1)));
        try (Plan plan = Plan.of(graph, 2)) {
            for (int[] size : new int[][] {{32, 32}, {64, 96}, {96, 64}, {160, 32}, {64, 96}, {32, 160}}) {
                agree(plan, graph, size[0], size[1], 2e-5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PUBLISHED,false", "STABLE,true"})
    void flowsAsPlans(NaFlowSpec.Form form, boolean residual) {
        NaFlowSpec spec = new NaFlowSpec(3, 3, 2, 2, 8, 6, form, residual, 0.01, 256, true, true, true);
        Weights weights = RandomWeights.of(spec.slots(2), new Seed(3), 0.4);
        for (Graph graph : List.of(NaFlowGraph.decode(spec, weights), NaFlowGraph.encode(spec, weights))) {
            try (Plan plan = Plan.of(graph, 2)) {
                agree(plan, graph, 16, 24, 5e-4);
                agree(plan, graph, 200, 80, 5e-4);
                agree(plan, graph, 8, 520, 5e-4);
            }
        }
    }

    /** A plan gives the same result as tensors. */
    private static void agree(Plan plan, Graph graph, int height, int width, double tolerance) {
        Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
        List<float[]> expected = onTensors(graph, height, width, inputs);
        List<float[]> got = Windows.run(plan, graph, height, width, inputs);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i)).as("output %s of %sx%s", i, height, width).hasSameSizeAs(expected.get(i));
            double scale = 1;
            for (float value : expected.get(i)) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int j = 0; j < got.get(i).length; j++) {
                assertThat((double) got.get(i)[j])
                        .as("value %s of output %s of %sx%s", j, i, height, width)
                        .isCloseTo(expected.get(i)[j], within(tolerance * scale));
            }
        }
    }

    private static List<float[]> onTensors(Graph graph, int height, int width, Map<String, float[]> inputs) {
        List<float[]> outputs = new ArrayList<>();
        Scope.heap(() -> NoGrad.run(() -> {
            Map<String, Tensor> tensors = new TreeMap<>();
            for (Operation.Input input : graph.inputs()) {
                float[] values = Objects.requireNonNull(inputs.get(input.name()));
                int halvings = input.halvings();
                tensors.put(
                        input.name(), Tensor.of(values, 1, input.channels(), height >> halvings, width >> halvings));
            }
            TorchGraph.run(graph, tensors).forEach(output -> outputs.add(output.toFloats()));
            return true;
        }));
        return outputs;
    }

    private static double largest(Tensor a, Tensor b) {
        double largest = 0;
        for (double d : a.sub(b).abs().toDoubles()) {
            largest = Math.max(largest, d);
        }
        return largest;
    }
}
