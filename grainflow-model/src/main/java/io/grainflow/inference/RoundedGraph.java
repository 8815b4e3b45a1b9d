package io.grainflow.inference;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.tensor.Tensor;
import java.util.List;

/** Rounding of a graph's parameters and values to bfloat16. */
final class RoundedGraph {
    private static final int DROPPED_BITS = 16;

    private RoundedGraph() {}

    /** The graph with rounded weights; biases stay float32. */
    static Graph of(Graph graph) {
        List<Graph.Node> nodes = graph.nodes().stream()
                .map(node -> new Graph.Node(rounded(node.operation()), node.inputs()))
                .toList();
        return new Graph(nodes, graph.outputs());
    }

    private static Operation rounded(Operation operation) {
        if (operation instanceof Operation.Convolution c && !c.isNarrow()) {
            return c.with(rounded(c.weight()), c.bias());
        }
        return operation instanceof Operation.TransposedConvolution c
                ? new Operation.TransposedConvolution(c.inputs(), c.outputs(), rounded(c.weight()), c.bias())
                : operation;
    }

    static Tensor rounded(Tensor value) {
        return Tensor.of(rounded(value.toFloats()), value.shape());
    }

    /** To the nearest number of 8 bits of mantissa, ties to even. */
    static float[] rounded(float[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int nearest = bits + 0x7FFF + ((bits >>> DROPPED_BITS) & 1);
            rounded[i] = Float.intBitsToFloat(nearest & 0xFFFF0000);
        }
        return rounded;
    }
}
