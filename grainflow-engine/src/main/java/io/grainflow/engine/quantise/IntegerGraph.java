package io.grainflow.engine.quantise;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.List;

/**
 * A graph rewritten for 8-bit integers: channels are equalised, and weights are rounded to numbers that 8 bits represent exactly. In 8 bits
 * it loses less accuracy than the original graph, at the same speed. Values whose channels were not measured are left unchanged.
 *
 * @param ranges of its values
 */
public record IntegerGraph(Graph graph, Ranges ranges) {
    public static IntegerGraph of(Graph graph, Ranges ranges, WeightRange weights) {
        IntegerGraph alike = CrossLayerEqualization.of(graph, ranges);
        return new IntegerGraph(WeightRounding.of(alike.graph(), alike.ranges(), weights), alike.ranges());
    }

    /**
     * Whether a convolution is computed in integers. A convolution with few outputs costs little in float32. Its input, the last features
     * of a network, often has a few large values that matter: in a blind DnCNN rounding them cost 5 dB.
     */
    static boolean takes(int inputs, int outputs, Ranges.Range range) {
        return !Operation.Convolution.isNarrow(inputs, outputs) && range.known();
    }

    /** Whether a node is a convolution of a measured value that is computed in integers with the weights that the graph has. */
    static boolean takes(Graph graph, Ranges ranges, int node) {
        if (!(graph.nodes().get(node).operation() instanceof Operation.Convolution convolution)) {
            return false;
        }
        int input = graph.nodes().get(node).inputs().get(0);
        List<Ranges.Channel> channels = ranges.of(input).channels();
        // convolutions of upsampled values are computed with other weights
        Operation source = graph.nodes().get(input).operation();
        return takes(convolution.inputs(), convolution.outputs(), ranges.of(input))
                && channels.size() == convolution.inputs()
                && !(source instanceof Operation.Upsample || source instanceof Operation.Concat);
    }
}
