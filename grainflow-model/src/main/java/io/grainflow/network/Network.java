package io.grainflow.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as a value: layers in an order in which they can be computed. Value 0 is the input [N,C,H,W], value i + 1 the
 * result of node i, and the last value the output. Interpreters ({@link TorchLowering} for training) read it.
 *
 * @param inputChannels C of the input
 * @param nodes at least one
 */
public record Network(int inputChannels, List<Node> nodes) {
    public Network {
        nodes = List.copyOf(nodes);
        if (inputChannels < 1 || nodes.isEmpty()) {
            throw new IllegalArgumentException("Network expects an input channel and a layer, got " + inputChannels
                    + " channels and " + nodes.size() + " layers");
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs()) {
                if (input < 0 || input > i) {
                    throw new IllegalArgumentException(
                            "Network expects node " + i + " to read values 0.." + i + ", got " + input);
                }
            }
        }
        channels(inputChannels, nodes);
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            for (ParameterSlot slot : node.layer().parameters()) {
                if (!names.add(slot.name())) {
                    throw new IllegalArgumentException(
                            "Network expects unique parameter names, got twice " + slot.name());
                }
            }
        }
    }

    /**
     * A layer and what it reads.
     *
     * @param inputs indices of values, as many as the layer takes
     */
    public record Node(Layer layer, List<Integer> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
            if (inputs.size() != layer.arity()) {
                throw new IllegalArgumentException(
                        layer + " expects " + layer.arity() + " inputs, got " + inputs.size());
            }
        }
    }

    /** All parameters in the order of the layers. */
    public List<ParameterSlot> parameters() {
        return nodes.stream()
                .flatMap(node -> node.layer().parameters().stream())
                .toList();
    }

    /** Shape of every parameter by name, in the order of the layers. */
    public Map<String, List<Long>> parameterShapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        parameters().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }

    public int outputChannels() {
        List<Integer> channels = channels(inputChannels, nodes);
        return channels.get(channels.size() - 1);
    }

    /**
     * How many pixels to each side an output pixel sees: a tile with so much around it gives what the whole image gives.
     */
    public int receptiveRadius() {
        List<Integer> radii = new ArrayList<>();
        radii.add(0);
        for (Node node : nodes) {
            int own = node.layer() instanceof Layer.Convolution convolution ? convolution.radius() : 0;
            radii.add(own + node.inputs().stream().mapToInt(radii::get).max().orElse(0));
        }
        return radii.get(radii.size() - 1);
    }

    /** The nodes that read a value. */
    List<Node> readersOf(int value) {
        return nodes.stream().filter(node -> node.inputs().contains(value)).toList();
    }

    /** Channels of every value; fails where a layer does not fit. */
    private static List<Integer> channels(int inputChannels, List<Node> nodes) {
        List<Integer> channels = new ArrayList<>(List.of(inputChannels));
        for (Node node : nodes) {
            int first = channels.get(node.inputs().get(0));
            channels.add(outputChannels(node.layer(), first));
            for (int input : node.inputs()) {
                if (channels.get(input) != first) {
                    throw new IllegalArgumentException(node.layer() + " expects inputs of equal channels, got " + first
                            + " and " + channels.get(input));
                }
            }
        }
        return channels;
    }

    private static int outputChannels(Layer layer, int input) {
        if (layer instanceof Layer.Convolution convolution) {
            requireChannels(layer, convolution.inputs(), input);
            return convolution.outputs();
        }
        if (layer instanceof Layer.BatchNorm norm) {
            requireChannels(layer, norm.channels(), input);
        } else if (layer instanceof Layer.ActNorm norm) {
            requireChannels(layer, norm.channels(), input);
        } else if (layer instanceof Layer.LogScale scale) {
            requireChannels(layer, scale.channels(), input);
        }
        return input;
    }

    private static void requireChannels(Layer layer, int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(layer + " expects " + expected + " channels, got " + got);
        }
    }
}
