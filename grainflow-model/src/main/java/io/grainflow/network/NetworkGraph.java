package io.grainflow.network;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;

/** Turns a network and its parameters into a graph for inference: normalisations and scales join the convolutions before them. */
public final class NetworkGraph {
    /** Name of the network's input. */
    public static final String INPUT = "input";

    /** Name of its output. */
    public static final String OUTPUT = "output";

    private NetworkGraph() {}

    /** The graph, with the one input {@link #INPUT} and the one output {@link #OUTPUT}. */
    public static Graph of(Network network, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input(INPUT, network.inputChannels(), 0);
        return graph.output(OUTPUT, append(graph, input, network, weights)).build();
    }

    /**
     * Appends a network.
     *
     * @param input the value that it reads
     * @return the value that it gives
     */
    public static int append(GraphBuilder graph, int input, Network network, Weights weights) {
        FoldedNetwork folded = FoldedNetwork.of(network, weights);
        List<Network.Node> nodes = folded.network().nodes();
        List<Integer> channels = folded.network().channels();
        List<Integer> values = new ArrayList<>(List.of(input));
        for (int i = 0; i < nodes.size(); i++) {
            Network.Node node = nodes.get(i);
            List<Integer> inputs = node.inputs().stream().map(values::get).toList();
            int before = channels.get(node.inputs().get(0));
            Layer layer = node.layer();
            if (layer instanceof Layer.Convolution convolution && scales(folded.network(), i)) {
                ConvolutionValues scaled = ConvolutionValues.of(convolution, folded.weights())
                        .scaled(nodes.get(i + 1).layer(), folded.weights());
                values.add(scaled.append(graph, inputs.get(0)));
            } else if (scaling(layer) && i > 0 && scales(folded.network(), i - 1)) {
                values.add(inputs.get(0));
            } else {
                values.add(append(graph, layer, inputs, before, folded.weights()));
            }
        }
        return values.get(values.size() - 1);
    }

    /** Whether a node is a convolution whose result is read next and alone by a layer that scales its channels. */
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

    private static int append(GraphBuilder graph, Layer layer, List<Integer> inputs, int channels, Weights weights) {
        int first = inputs.get(0);
        if (layer instanceof Layer.Convolution convolution) {
            return ConvolutionValues.of(convolution, weights).append(graph, first);
        }
        if (layer instanceof Layer.TransposedConvolution convolution) {
            return graph.add(
                    new Operation.TransposedConvolution(
                            convolution.inputs(),
                            convolution.outputs(),
                            weights.get(convolution.weightName()).toFloats(),
                            weights.get(convolution.biasName()).toFloats()),
                    first);
        }
        if (scaling(layer)) {
            return ConvolutionValues.identity(channels).scaled(layer, weights).append(graph, first);
        }
        if (layer instanceof Layer.ToneMap map) {
            return toneMapped(graph, first, map.channels(), channels);
        }
        return graph.add(plain(layer), inputs.toArray(Integer[]::new));
    }

    private static Operation plain(Layer layer) {
        if (layer instanceof Layer.Relu) {
            return Operation.Unary.relu();
        }
        if (layer instanceof Layer.LeakyRelu leaky) {
            return new Operation.Unary(Operation.Function.LEAKY_RELU, leaky.slope(), 0);
        }
        if (layer instanceof Layer.Add) {
            return new Operation.Binary(Operation.Arithmetic.ADD);
        }
        if (layer instanceof Layer.Subtract) {
            return new Operation.Binary(Operation.Arithmetic.SUBTRACT);
        }
        if (layer instanceof Layer.Concat) {
            return new Operation.Concat();
        }
        if (layer instanceof Layer.MaxPool) {
            return new Operation.MaxPool();
        }
        if (layer instanceof Layer.Upsample) {
            return new Operation.Upsample();
        }
        if (layer instanceof Layer.Offset offset) {
            return Operation.Unary.linear(1, offset.value());
        }
        if (layer instanceof Layer.Scale scale) {
            return Operation.Unary.linear(scale.factor(), 0);
        }
        throw new IllegalArgumentException("NetworkGraph does not know " + layer);
    }

    /** exp(log(v / (1 + v)) / 2.2) with v = 0 kept from the logarithm by a number too small to be seen. */
    private static int toneMapped(GraphBuilder graph, int value, int mapped, int channels) {
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
