package io.grainflow.network;

import java.util.ArrayList;
import java.util.List;

/** Builds a network layer by layer. Values are identified by the indices that {@link #last} and {@link #INPUT} give. */
public final class NetworkBuilder {
    /** The network's input as a value. */
    public static final int INPUT = 0;

    private final int inputChannels;
    private final List<Network.Node> nodes = new ArrayList<>();

    public NetworkBuilder(int inputChannels) {
        this.inputChannels = inputChannels;
    }

    /** Index of the latest layer's result. */
    public int last() {
        return nodes.size();
    }

    /** Appends a layer that reads the given values. */
    public NetworkBuilder add(Layer layer, List<Integer> inputs) {
        nodes.add(new Network.Node(layer, inputs));
        return this;
    }

    /** Appends a layer that reads the latest value. */
    public NetworkBuilder then(Layer layer) {
        return add(layer, List.of(last()));
    }

    public Network build() {
        return new Network(inputChannels, nodes);
    }
}
