package io.grainflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Windows;
import io.grainflow.graph.Graph;
import io.grainflow.inference.ImageGraph;
import io.grainflow.inference.Inference;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of layer in every interpreter: shapes, receptive radius, tensors in training and evaluation, graphs, the compiled engine. */
final class LayerKindsTest {
    private static final Map<String, LayerSamples.Sample> SAMPLES = LayerSamples.all();
    private static final Seed PASS = new Seed(77);

    static Stream<String> names() {
        return SAMPLES.keySet().stream();
    }

    @Test
    void everyKindIsSampled() {
        Set<Class<?>> sampled = new HashSet<>();
        SAMPLES.values().forEach(sample -> sampled.add(sample.layer().getClass()));
        assertThat(sampled).isEqualTo(new HashSet<>(LayerCases.kinds()));
    }

    @Test
    void anInterpreterThatForgetsAKindIsNotMade() {
        LayerCases.Builder<Integer, Integer> one =
                new LayerCases.Builder<Integer, Integer>().on(Layer.Relu.class, (layer, x) -> x);
        assertThatThrownBy(() -> one.build("Sample"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Sample has no case for ")
                .hasMessageContaining("InstanceNorm")
                .hasMessageContaining("TransposedConvolution")
                .hasMessageNotContaining(" Relu");
        assertThatThrownBy(() -> one.on(Layer.Relu.class, (layer, x) -> x))
                .hasMessage("LayerCases expects one case for Relu, got two");
    }

    @ParameterizedTest
    @MethodSource("names")
    void shapesAreThoseOfTensors(String name) {
        Network network = network(name);
        NetworkShapes.Shape shape =
                NetworkShapes.of(network.inputChannels(), network.nodes()).last();
        long[] got = Scope.heap(() -> TorchLowering.forward(
                        network, parameters(network, DType.FLOAT32), input(DType.FLOAT32), Mode.TRAIN, PASS)
                .shape());
        long height = shape.vector() ? 1 : LayerSamples.HEIGHT;
        long width = shape.vector() ? 1 : LayerSamples.WIDTH;
        assertThat(got).containsExactly(2, shape.channels(), height, width);
    }

    /** With respect to the input and to every parameter, against central differences in float64. */
    @ParameterizedTest
    @MethodSource("names")
    void gradientsAgreeWithDifferences(String name) {
        compare(network(name), LayerKindsTest::loss);
    }

    /** Gradient penalties differentiate a critic's gradient, so each kind of layer must be twice differentiable. */
    @ParameterizedTest
    @MethodSource("names")
    void gradientsOfGradientsAgreeWithDifferences(String name) {
        compare(
                network(name),
                (network, parameters, x) -> Gradients.differentiable(loss(network, parameters, x), List.of(x))
                        .get(0)
                        .square()
                        .mean());
    }

    /** A scalar function of a network's parameters and input. */
    private interface Objective {
        Tensor of(Network network, Parameters parameters, Tensor x);
    }

    private static void compare(Network network, Objective objective) {
        Scope.run(() -> {
            Parameters parameters = parameters(network, DType.FLOAT64);
            Tensor x = input(DType.FLOAT64).requiresGrad();
            List<Tensor> variables =
                    Stream.concat(Stream.of(x), parameters.trained().stream()).toList();
            List<Tensor> gradients = Gradients.of(objective.of(network, parameters, x), variables);
            for (int v = 0; v < variables.size(); v++) {
                Tensor variable = variables.get(v);
                double[] values = variable.toDoubles();
                double[] gradient = gradients.get(v).toDoubles();
                for (int i = 0; i < values.length; i += 1 + values.length / 7) {
                    double above = moved(variable, values, i, 1e-6, () -> objective.of(network, parameters, x));
                    double below = moved(variable, values, i, -1e-6, () -> objective.of(network, parameters, x));
                    double slope = (above - below) / 2e-6;
                    assertThat(gradient[i])
                            .as("variable %s, element %s", v, i)
                            .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
                }
            }
        });
    }

    private static double moved(Tensor variable, double[] values, int index, double by, Supplier<Tensor> result) {
        double[] changed = values.clone();
        changed[index] += by;
        return Scope.heap(() -> {
            variable.copyFrom(Tensor.ofDoubles(changed, variable.shape()));
            double at = result.get().item();
            variable.copyFrom(Tensor.ofDoubles(values, variable.shape()));
            return at;
        });
    }

    private static Tensor loss(Network network, Parameters parameters, Tensor x) {
        Tensor y = TorchLowering.forward(network, parameters, x, Mode.TRAIN, PASS);
        return y.mul(y.add(0.7)).sum();
    }

    @ParameterizedTest
    @MethodSource("names")
    void graphsGiveWhatTensorsGiveOrTellTheLayer(String name) {
        Network network = network(name);
        Weights weights = weights(network);
        if (graphsLack(network)) {
            assertThatThrownBy(() -> NetworkGraph.of(network, weights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("NetworkGraph expects ")
                    .hasMessageContaining(network.nodes().get(0).layer().toString());
            return;
        }
        Graph graph = NetworkGraph.of(network, weights);
        assertThat(graph.block()).isEqualTo(network.block());
        assertThat(graph.isGlobal()).isNotEqualTo(network.isLocal());
        float[] input = Scope.heap(() ->
                Tensor.randn(new Seed(3), 1, LayerSamples.CHANNELS, 40, 48).toFloats());
        float[] expected = evaluated(network, weights, input, 40, 48);
        float[] tensors = Scope.heap(() -> NoGrad.run(() -> TorchGraph.run(
                        graph, Map.of(NetworkGraph.INPUT, Tensor.of(input, 1, LayerSamples.CHANNELS, 40, 48)))
                .get(0)
                .toFloats()));
        assertThat(tensors).containsExactly(expected, within(1e-4f));
        if (graph.isGlobal()) {
            assertThatThrownBy(graph::reach).hasMessageStartingWith("Graph cannot be computed in windows: ");
            assertThatThrownBy(() -> Plan.of(graph, 1)).hasMessageStartingWith("Plan expects graphs of windows");
        } else {
            assertThat(graph.reach()).isGreaterThanOrEqualTo(network.receptiveRadius());
            try (Plan plan = Plan.of(graph, 2)) {
                compare(plan::run, graph, input, expected);
            }
        }
        try (ImageGraph image = ImageGraph.of(graph, Inference.on(Device.CPU).withThreads(2))) {
            compare((h, w, source, sink) -> image.run(h, w, 0, source, sink), graph, input, expected);
        }
    }

    private static void compare(Windows.Runner runner, Graph graph, float[] input, float[] expected) {
        assertThat(Windows.run(runner, graph, 40, 48, Map.of(NetworkGraph.INPUT, input))
                        .get(0))
                .containsExactly(expected, within(1e-4f));
    }

    /** Images of one size, and mirrored borders of strided convolutions. */
    private static boolean graphsLack(Network network) {
        return network.nodes().stream()
                .anyMatch(node -> node.layer() instanceof GlobalLayer.Flatten
                        || (node.layer() instanceof Layer.Convolution convolution
                                && convolution.stride() == 2
                                && convolution.border() == Layer.Border.REFLECT));
    }

    /** Nothing beyond the radius around a tile of whole blocks changes the tile. */
    @ParameterizedTest
    @MethodSource("names")
    void tilesSeeNoFurtherThanTheRadius(String name) {
        Network network = network(name);
        if (!network.isLocal()) {
            assertThatThrownBy(network::receptiveRadius)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Network cannot be computed in tiles: ")
                    .hasMessageEndingWith(" needs the whole image");
            return;
        }
        Weights weights = weights(network);
        int size = 32;
        int radius = network.receptiveRadius();
        float[] input = Scope.heap(() ->
                Tensor.randn(new Seed(4), 1, LayerSamples.CHANNELS, size, size).toFloats());
        float[] whole = evaluated(network, weights, input, size, size);
        float[] beyond = input.clone();
        float[] within = input.clone();
        for (int i = 0; i < input.length; i++) {
            int row = i / size % size;
            int column = i % size;
            int distance = Math.max(outside(row), outside(column));
            beyond[i] += distance > radius ? 5 : 0;
            within[i] += distance == radius && distance > 0 ? 5 : 0;
        }
        assertThat(tile(evaluated(network, weights, beyond, size, size), size)).containsExactly(tile(whole, size));
        if (radius > 0) {
            assertThat(tile(evaluated(network, weights, within, size, size), size))
                    .isNotEqualTo(tile(whole, size));
        }
    }

    /** How far a row or column lies outside of the tile 12..19. */
    private static int outside(int position) {
        return Math.max(Math.max(12 - position, position - 19), 0);
    }

    private static float[] tile(float[] values, int size) {
        float[] tile = new float[values.length / (size * size) * 64];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = values[(i / 64 * size + 12 + i / 8 % 8) * size + 12 + i % 8];
        }
        return tile;
    }

    private static float[] evaluated(Network network, Weights weights, float[] input, long height, long width) {
        return Scope.heap(() -> NoGrad.run(() -> TorchLowering.forward(
                        network,
                        Parameters.frozen(network, weights, Device.CPU),
                        Tensor.of(input, 1, LayerSamples.CHANNELS, height, width),
                        Mode.EVAL)
                .toFloats()));
    }

    private static LayerSamples.Sample sample(String name) {
        LayerSamples.Sample sample = SAMPLES.get(name);
        if (sample == null) {
            throw new IllegalArgumentException("no sample " + name);
        }
        return sample;
    }

    private static Network network(String name) {
        return sample(name).network();
    }

    private static Weights weights(Network network) {
        return RandomWeights.of(network.parameters(), new Seed(1));
    }

    private static Parameters parameters(Network network, DType dtype) {
        return Parameters.trainable(network.parameters(), weights(network), Device.CPU, dtype);
    }

    private static Tensor input(DType dtype) {
        return Tensor.randn(new Seed(2), 2, LayerSamples.CHANNELS, LayerSamples.HEIGHT, LayerSamples.WIDTH)
                .to(dtype)
                .copy();
    }
}
