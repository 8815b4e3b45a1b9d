package io.grainflow.engine.program;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.List;

/** The tables of a graph, each of which has a single row in a plan. */
public final class Tables {
    private Tables() {}

    public static List<float[]> of(Graph graph) {
        return graph.nodes().stream()
                .map(Graph.Node::operation)
                .filter(Operation.Table.class::isInstance)
                .map(table -> only((Operation.Table) table))
                .toList();
    }

    private static float[] only(Operation.Table table) {
        if (table.rows().length != 1) {
            throw new IllegalArgumentException(
                    "Plan expects tables of one row, got one of " + table.rows().length + ": choose a capture first");
        }
        return table.rows()[0];
    }
}
