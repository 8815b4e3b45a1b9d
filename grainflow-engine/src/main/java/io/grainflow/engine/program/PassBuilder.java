package io.grainflow.engine.program;

import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes one pass as a graph: vectors become tables, and normalisations become products and sums with vectors. */
final class PassBuilder {
    private final Graph graph;
    private final List<Extent> extents;
    private final GraphBuilder built = new GraphBuilder();
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Pass.Given> vectors = new ArrayList<>();
    /** The value in the pass for each value of the whole graph. */
    private final int[] values;

    PassBuilder(Graph graph, List<Extent> extents) {
        this.graph = graph;
        this.extents = extents;
        this.values = new int[graph.nodes().size()];
    }

    Pass build(List<Integer> measured, List<Integer> outputs) {
        List<Integer> targets = Stream.concat(
                        measured.stream(),
                        outputs.stream()
                                .map(output -> graph.outputs().get(output).value()))
                .toList();
        boolean[] computed = computed(targets);
        int given = 0;
        for (int i = 0; i < values.length; i++) {
            Operation operation = graph.nodes().get(i).operation();
            if (computed[i]) {
                values[i] = append(i, operation, graph.nodes().get(i).inputs());
                if (operation instanceof Operation.Input) {
                    inputs.add(given);
                }
            }
            given += operation instanceof Operation.Input ? 1 : 0;
        }
        for (int i = 0; i < targets.size(); i++) {
            built.output("value" + i, values[targets.get(i)]);
        }
        return new Pass(built.build(), inputs, vectors, measured, outputs);
    }

    /** The values with positions that the targets depend on. */
    private boolean[] computed(List<Integer> targets) {
        boolean[] computed = new boolean[values.length];
        targets.forEach(target -> computed[target] = true);
        for (int i = values.length - 1; i >= 0; i--) {
            if (computed[i]) {
                graph.nodes().get(i).inputs().stream()
                        .filter(read -> !extents.get(read).everywhere())
                        .forEach(read -> computed[read] = true);
            }
        }
        return computed;
    }

    private int append(int node, Operation operation, List<Integer> read) {
        if (operation instanceof Operation.Statistic) {
            int channels = extents.get(node).channels();
            int scaled = built.product(values[read.get(0)], table(Pass.Given.of(Pass.Kind.FACTOR, node), channels));
            return built.sum(scaled, table(Pass.Given.of(Pass.Kind.OFFSET, node), channels));
        }
        if (operation instanceof Operation.Concat) {
            if (extents.get(read.get(0)).everywhere()) {
                return joined(node, read.get(1), read.get(0), false);
            }
            if (extents.get(read.get(1)).everywhere()) {
                return joined(node, read.get(0), read.get(1), true);
            }
        }
        return built.add(operation, read.stream().map(value -> value(value)).toArray(Integer[]::new));
    }

    private int value(int value) {
        Extent extent = extents.get(value);
        return extent.everywhere() ? table(Pass.Given.of(Pass.Kind.VALUE, value), extent.channels()) : values[value];
    }

    /** An image beside a vector: the image with further channels of zeros, and the sum with the vector on these. */
    private int joined(int node, int image, int vector, boolean imageFirst) {
        int inside = extents.get(image).channels();
        int channels = extents.get(node).channels();
        int from = imageFirst ? 0 : channels - inside;
        float[] weight = new float[channels * inside];
        for (int c = 0; c < inside; c++) {
            weight[(from + c) * inside + c] = 1;
        }
        int spread = built.convolution(values[image], inside, 1, weight, new float[channels]);
        Pass.Given padded = new Pass.Given(Pass.Kind.VALUE, vector, imageFirst ? inside : 0, imageFirst ? 0 : inside);
        return built.sum(spread, table(padded, channels));
    }

    private int table(Pass.Given given, int channels) {
        vectors.add(given);
        float[] standing = new float[channels];
        Arrays.fill(standing, 1);
        return built.add(new Operation.Table(new float[][] {standing}));
    }
}
