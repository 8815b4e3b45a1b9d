package io.grainflow.engine.program;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;

/** Rejects graphs with NaN or infinite parameters: in the output of a compiled plan their origin could no longer be found. */
public final class FiniteWeights {
    private FiniteWeights() {}

    public static void require(Graph graph) {
        for (int i = 0; i < graph.nodes().size(); i++) {
            Operation operation = graph.nodes().get(i).operation();
            if (operation instanceof Operation.Convolution convolution) {
                require(i, convolution.weight());
                require(i, convolution.bias());
            } else if (operation instanceof Operation.TransposedConvolution convolution) {
                require(i, convolution.weight());
                require(i, convolution.bias());
            } else if (operation instanceof Operation.Table table) {
                for (float[] row : table.rows()) {
                    require(i, row);
                }
            } else if (operation instanceof Operation.InstanceNorm norm) {
                require(i, norm.gamma());
                require(i, norm.beta());
            } else if (operation instanceof Operation.Unary unary) {
                require(i, (float) unary.a(), (float) unary.b());
            }
        }
    }

    private static void require(int node, float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "Plan expects finite numbers, got " + value + " in operation " + node);
            }
        }
    }
}
