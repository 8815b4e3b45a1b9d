package io.grainflow.engine.program;

import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a graph at its statistics into passes over the image. A value of level k depends on statistics that are known after k passes. Pass k
 * computes the values of level k whose statistics are needed; the pass of the outputs' level gives the outputs. Every pass starts from the
 * inputs, so that no value is kept for a whole image.
 */
public final class Passes {
    private final Graph graph;
    private final List<Extent> extents;
    private final int[] level;
    private final boolean[] needed;

    private Passes(Graph graph) {
        this.graph = graph;
        this.extents = graph.extents();
        int count = graph.nodes().size();
        this.level = new int[count];
        this.needed = new boolean[count];
        for (int i = 0; i < count; i++) {
            Graph.Node node = graph.nodes().get(i);
            int before =
                    node.inputs().stream().mapToInt(read -> level[read]).max().orElse(0);
            level[i] = before + (node.operation() instanceof Operation.Statistic ? 1 : 0);
        }
        graph.outputs().forEach(output -> needed[output.value()] = true);
        for (int i = count - 1; i >= 0; i--) {
            if (needed[i]) {
                graph.nodes().get(i).inputs().forEach(read -> needed[read] = true);
            }
        }
    }

    /** The passes in their order; none if no output has positions and nothing is measured. */
    public static List<Pass> of(Graph graph) {
        Passes passes = new Passes(graph);
        List<Integer> measured = passes.measured();
        List<Integer> outputs = passes.outputs();
        int last = outputs.stream().mapToInt(passes::levelOf).max().orElse(-1);
        int count = Math.max(
                last + 1,
                measured.stream()
                        .mapToInt(value -> passes.level[value] + 1)
                        .max()
                        .orElse(0));
        return IntStream.range(0, count)
                .mapToObj(pass -> new PassBuilder(graph, passes.extents)
                        .build(
                                measured.stream()
                                        .filter(value -> passes.level[value] == pass)
                                        .toList(),
                                pass == last ? outputs : List.of()))
                .toList();
    }

    private int levelOf(int output) {
        return level[graph.outputs().get(output).value()];
    }

    /** Values whose statistics are needed. */
    private List<Integer> measured() {
        return IntStream.range(0, graph.nodes().size())
                .filter(i -> needed[i] && graph.nodes().get(i).operation() instanceof Operation.Statistic)
                .mapToObj(i -> graph.nodes().get(i).inputs().get(0))
                .distinct()
                .toList();
    }

    /** Outputs that are no vectors. */
    private List<Integer> outputs() {
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            if (!extents.get(graph.outputs().get(i).value()).everywhere()) {
                outputs.add(i);
            }
        }
        return outputs;
    }
}
