package io.grainflow.network;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as an immutable graph: layers in topological order. Value 0 is the input [N,C,H,W], value i + 1 the result of node i, and the
 * last value the output. Interpreters ({@link TorchLowering} for training) read it.
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
        NetworkShapes.of(inputChannels, nodes);
        Map<String, ParameterSlot> named = new HashMap<>();
        for (Node node : nodes) {
            for (ParameterSlot slot : node.layer().parameters()) {
                ParameterSlot earlier = named.putIfAbsent(slot.name(), slot);
                if (earlier != null && !earlier.equals(slot)) {
                    throw new IllegalArgumentException(
                            "Network expects one shape for each parameter name, got twice " + slot.name());
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

    /** All parameters in the order of the layers; shared parameters occur once. */
    public List<ParameterSlot> parameters() {
        return nodes.stream()
                .flatMap(node -> node.layer().parameters().stream())
                .distinct()
                .toList();
    }

    /** Shape of every parameter by name, in the order of the layers. */
    public Map<String, List<Long>> parameterShapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        parameters().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }

    /** C of the output, which is an image of the input's size or a vector [N,C,1,1]. */
    public int outputChannels() {
        return NetworkShapes.of(inputChannels, nodes).last().channels();
    }

    /** Channels of every value. */
    List<Integer> channels() {
        return NetworkShapes.of(inputChannels, nodes).values().stream()
                .map(NetworkShapes.Shape::channels)
                .toList();
    }

    /**
     * Whether each output pixel has a bounded receptive field, so that the network can be computed in tiles with the result of the whole
     * image.
     */
    public boolean isLocal() {
        return nodes.stream().noneMatch(node -> node.layer() instanceof GlobalLayer);
    }

    /**
     * Height and width of the input must be multiples of it: two to the power of the largest number of halvings.
     *
     * @throws IllegalArgumentException if the input has a fixed size because of a {@link GlobalLayer.Flatten}
     */
    public int block() {
        for (Node node : nodes) {
            if (node.layer() instanceof GlobalLayer.Flatten) {
                throw new IllegalArgumentException("Network takes images of one size: " + node.layer());
            }
        }
        return 1 << NetworkShapes.of(inputChannels, nodes).deepest();
    }

    /**
     * Receptive radius: how many pixels to each side of a tile of whole {@link #block}s its output depends on. A tile with these
     * surroundings gives the result of the whole image.
     *
     * @throws IllegalArgumentException if a {@link GlobalLayer} depends on the whole image
     */
    public int receptiveRadius() {
        int[] radii = new int[nodes.size() + 1];
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int needed = ReceptiveField.CASES.of(nodes.get(i).layer(), radii[i + 1]);
            for (int input : nodes.get(i).inputs()) {
                radii[input] = Math.max(radii[input], needed);
            }
        }
        return radii[0];
    }

    /** The nodes that read a value. */
    List<Node> readersOf(int value) {
        return nodes.stream().filter(node -> node.inputs().contains(value)).toList();
    }
}
