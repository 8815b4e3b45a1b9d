package io.grainflow.engine.quantise;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.List;

/**
 * A graph that loses less in 8-bit integers than the one that it was made of, and takes as long: channels are made alike, and weights are
 * numbers that 8 bits hold. Values whose channels were not measured stay as they are.
 *
 * @param ranges of its values
 */
public record IntegerGraph(Graph graph, Ranges ranges) {
    public static IntegerGraph of(Graph graph, Ranges ranges, WeightRange weights) {
        IntegerGraph alike = CrossLayerEqualization.of(graph, ranges);
        return new IntegerGraph(WeightRounding.of(alike.graph(), alike.ranges(), weights), alike.ranges());
    }

    /**
     * Whether a convolution is done in integers. One with few results costs little in float32, and what it reads, the last features of a
     * network, often has few large numbers that matter: in a blind DnCNN the rounding of these alone cost 5 dB.
     */
    static boolean takes(int inputs, int outputs, Ranges.Range range) {
        return !Operation.Convolution.isNarrow(inputs, outputs) && range.known();
    }

    /** Whether a node is a convolution of a measured value that is done in integers as it stands in the graph. */
    static boolean takes(Graph graph, Ranges ranges, int node) {
        if (!(graph.nodes().get(node).operation() instanceof Operation.Convolution convolution)) {
            return false;
        }
        int input = graph.nodes().get(node).inputs().get(0);
        List<Ranges.Channel> channels = ranges.of(input).channels();
        // convolutions of doubled values are done with other weights
        Operation source = graph.nodes().get(input).operation();
        return takes(convolution.inputs(), convolution.outputs(), ranges.of(input))
                && channels.size() == convolution.inputs()
                && !(source instanceof Operation.Upsample || source instanceof Operation.Concat);
    }
}
