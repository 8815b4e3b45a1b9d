package io.grainflow.network;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Turns a network and its parameters into a graph for inference: normalisations and scales are folded into the convolutions before them.
 */
public final class NetworkGraph {
    /** Name of the network's input. */
    public static final String INPUT = "input";

    /** Name of its output. */
    public static final String OUTPUT = "output";

    /** For each kind of layer, a function that appends it to a graph and returns the index of its result. */
    static final LayerCases<Reading, Integer> CASES = cases();

    private NetworkGraph() {}

    /**
     * The graph, with the one input {@link #INPUT} and the one output {@link #OUTPUT}.
     *
     * @throws IllegalArgumentException naming a layer that graphs do not have: a {@link GlobalLayer.Flatten} of images, a reflecting border of a
     *     convolution with stride 2
     */
    public static Graph of(Network network, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input(INPUT, network.inputChannels(), 0);
        return graph.output(OUTPUT, append(graph, input, network, weights)).build();
    }

    /**
     * Appends a network.
     *
     * @param input the value that it reads
     * @return the value of its result
     */
    public static int append(GraphBuilder graph, int input, Network network, Weights weights) {
        FoldedNetwork folded = FoldedNetwork.of(network, weights);
        List<Network.Node> nodes = folded.network().nodes();
        List<Integer> channels = folded.network().channels();
        List<Integer> values = new ArrayList<>(List.of(input));
        for (int i = 0; i < nodes.size(); i++) {
            Network.Node node = nodes.get(i);
            Reading reading = new Reading(
                    graph,
                    node.inputs().stream().map(values::get).toList(),
                    node.inputs().stream().map(channels::get).toList(),
                    folded.weights());
            Layer layer = node.layer();
            if (layer instanceof Layer.Convolution convolution && scales(folded.network(), i)) {
                Layer scaling = nodes.get(i + 1).layer();
                values.add(convolved(convolution, reading, found -> found.scaled(scaling, reading.weights())));
            } else if (scaling(layer) && i > 0 && scales(folded.network(), i - 1)) {
                values.add(reading.value());
            } else {
                values.add(CASES.of(layer, reading));
            }
        }
        return values.get(values.size() - 1);
    }

    /**
     * Arguments of a layer's function.
     *
     * @param values that it reads
     * @param channels of them
     */
    record Reading(GraphBuilder graph, List<Integer> values, List<Integer> channels, Weights weights) {
        int value() {
            return values.get(0);
        }

        int add(Operation operation) {
            return graph.add(operation, values.toArray(Integer[]::new));
        }
    }

    /** Whether a node is a convolution whose only reader is the next layer, and that scales channels. */
    private static boolean scales(Network network, int node) {
        if (!(network.nodes().get(node).layer() instanceof Layer.Convolution)
                || node + 1 >= network.nodes().size()
                || network.readersOf(node + 1).size() != 1) {
            return false;
        }
        Network.Node next = network.nodes().get(node + 1);
        return scaling(next.layer()) && next.inputs().equals(List.of(node + 1));
    }

    private static boolean scaling(Layer layer) {
        return layer instanceof Layer.ActNorm || layer instanceof Layer.LogScale;
    }

    private static LayerCases<Reading, Integer> cases() {
        return global(pointwise(new LayerCases.Builder<>()))
                .on(Layer.Convolution.class, (layer, reading) -> convolved(layer, reading, UnaryOperator.identity()))
                .on(Layer.TransposedConvolution.class, NetworkGraph::enlarged)
                .on(Layer.ActNorm.class, NetworkGraph::scaled)
                .on(Layer.LogScale.class, NetworkGraph::scaled)
                .on(Layer.ToneMap.class, NetworkGraph::toneMapped)
                .on(Layer.Multiply.class, NetworkGraph::multiplied)
                .on(Layer.Add.class, (layer, reading) -> reading.add(new Operation.Binary(Operation.Arithmetic.ADD)))
                .on(
                        Layer.Subtract.class,
                        (layer, reading) -> reading.add(new Operation.Binary(Operation.Arithmetic.SUBTRACT)))
                .on(Layer.Concat.class, (layer, reading) -> reading.add(new Operation.Concat()))
                .on(Layer.Slice.class, (slice, reading) -> reading.add(new Operation.Slice(slice.from(), slice.to())))
                .on(Layer.MaxPool.class, (layer, reading) -> reading.add(new Operation.MaxPool()))
                .on(Layer.Upsample.class, (layer, reading) -> reading.add(new Operation.Upsample()))
                .on(Layer.SpaceToDepth.class, (layer, reading) -> reading.add(new Operation.Squeeze()))
                .on(Layer.DepthToSpace.class, (layer, reading) -> reading.add(new Operation.Unsqueeze()))
                .build("NetworkGraph");
    }

    private static LayerCases.Builder<Reading, Integer> pointwise(LayerCases.Builder<Reading, Integer> cases) {
        return cases.on(Layer.Relu.class, (layer, reading) -> reading.add(Operation.Unary.relu()))
                .on(Layer.LeakyRelu.class, (leaky, reading) -> reading.add(leaky(leaky.slope())))
                .on(
                        Layer.PRelu.class,
                        (layer, reading) -> reading.add(
                                leaky(reading.weights().get(layer.slopeName()).toDoubles()[0])))
                .on(
                        Layer.Sigmoid.class,
                        (layer, reading) -> reading.add(Operation.Unary.of(Operation.Function.SIGMOID)))
                .on(Layer.Tanh.class, (layer, reading) -> reading.add(Operation.Unary.of(Operation.Function.TANH)))
                .on(Layer.Dropout.class, (layer, reading) -> reading.value())
                .on(Layer.Offset.class, (offset, reading) -> reading.add(Operation.Unary.linear(1, offset.value())))
                .on(Layer.Scale.class, (scale, reading) -> reading.add(Operation.Unary.linear(scale.factor(), 0)));
    }

    private static LayerCases.Builder<Reading, Integer> global(LayerCases.Builder<Reading, Integer> cases) {
        return cases.on(
                        Layer.BatchNorm.class,
                        (norm, reading) ->
                                ConvolutionValues.of(norm, reading.weights()).append(reading.graph(), reading.value()))
                .on(GlobalLayer.InstanceNorm.class, NetworkGraph::normalised)
                .on(
                        GlobalLayer.ImageNorm.class,
                        (norm, reading) -> reading.add(new Operation.ImageNorm(norm.epsilon())))
                .on(GlobalLayer.GlobalAverage.class, (layer, reading) -> reading.add(new Operation.GlobalAverage()))
                .on(GlobalLayer.Flatten.class, NetworkGraph::flattened)
                .on(
                        GlobalLayer.Linear.class,
                        (layer, reading) -> ConvolutionValues.of(layer, reading.weights())
                                .append(reading.graph(), reading.value()));
    }

    private static int normalised(GlobalLayer.InstanceNorm norm, Reading reading) {
        float[] gamma = new float[norm.channels()];
        Arrays.fill(gamma, 1);
        return reading.add(
                norm.affine()
                        ? new Operation.InstanceNorm(
                                reading.weights().get(norm.gammaName()).toFloats(),
                                reading.weights().get(norm.betaName()).toFloats(),
                                norm.epsilon())
                        : new Operation.InstanceNorm(gamma, new float[gamma.length], norm.epsilon()));
    }

    /** A vector stays one. */
    private static int flattened(GlobalLayer.Flatten layer, Reading reading) {
        boolean vector = reading.graph().extent(reading.value()).everywhere();
        if (!vector || layer.height() * layer.width() != 1) {
            throw new IllegalArgumentException("NetworkGraph expects images of any size, got " + layer
                    + (vector ? " of a vector" : " of a value with positions"));
        }
        return reading.value();
    }

    private static Operation leaky(double slope) {
        return new Operation.Unary(Operation.Function.LEAKY_RELU, slope, 0);
    }

    /** A stride of 2 is a convolution of the squeezed input. */
    private static int convolved(Layer.Convolution layer, Reading reading, UnaryOperator<ConvolutionValues> then) {
        if (layer.stride() == 1) {
            ConvolutionValues values = then.apply(ConvolutionValues.of(layer, reading.weights()));
            return layer.border() == Layer.Border.REFLECT
                    ? values.appendReflecting(reading.graph(), reading.value())
                    : values.append(reading.graph(), reading.value());
        }
        ConvolutionValues values = then.apply(ConvolutionValues.ofHalving(layer, reading.weights()));
        return values.append(reading.graph(), reading.add(new Operation.Squeeze()));
    }

    private static int enlarged(Layer.TransposedConvolution layer, Reading reading) {
        if (layer.kernel() == 2) {
            int parts = ConvolutionValues.ofDoubling(layer, reading.weights()).append(reading.graph(), reading.value());
            return reading.graph().add(new Operation.Unsqueeze(), parts);
        }
        return reading.add(new Operation.TransposedConvolution(
                layer.inputs(),
                layer.outputs(),
                reading.weights().get(layer.weightName()).toFloats(),
                reading.weights().get(layer.biasName()).toFloats()));
    }

    private static int scaled(Layer layer, Reading reading) {
        return ConvolutionValues.identity(reading.channels().get(0))
                .scaled(layer, reading.weights())
                .append(reading.graph(), reading.value());
    }

    private static int multiplied(Layer layer, Reading reading) {
        int channels = reading.channels().get(0);
        int second = reading.values().get(1);
        boolean one = reading.channels().get(1) == 1 && channels > 1;
        int factor = one ? ConvolutionValues.repeated(channels).append(reading.graph(), second) : second;
        return reading.graph().product(reading.value(), factor);
    }

    /** exp(log(v / (1 + v)) / 2.2) with a negligibly small number added, so that the logarithm is finite at v = 0. */
    private static int toneMapped(Layer.ToneMap map, Reading reading) {
        GraphBuilder graph = reading.graph();
        int value = reading.value();
        int mapped = map.channels();
        int channels = reading.channels().get(0);
        int light = mapped == channels ? value : graph.add(new Operation.Slice(0, mapped), value);
        int positive = graph.add(new Operation.Unary(Operation.Function.CLIP, 1e-30, 3e38), light);
        int curve = graph.quotient(positive, graph.linear(positive, 1, 1));
        int log = graph.linear(graph.apply(Operation.Function.LOG, curve), 1 / 2.2, 0);
        int shown = graph.apply(Operation.Function.EXP, log);
        return mapped == channels
                ? shown
                : graph.add(new Operation.Concat(), shown, graph.add(new Operation.Slice(mapped, channels), value));
    }
}
