package io.grainflow.engine.program;

import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Operator fusion: element-wise operations become post-operations of the step whose result they read, and convolutions of upsampled values are
 * computed before the upsampling.
 */
public final class Fusion {
    /** Most post-operations of a step: oneDNN's limit is 32. */
    private static final int MOST_POSTS = 24;

    private final Graph graph;
    private final List<Extent> extents;
    private final List<List<Integer>> readers;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    /** Slot of each value; -1 if the value is not stored. */
    private final int[] slotOf;

    private Fusion(Graph graph) {
        this.graph = graph;
        this.extents = graph.extents();
        this.readers = graph.readers();
        this.slotOf = new int[graph.nodes().size()];
        Arrays.fill(slotOf, -1);
    }

    public static Program of(Graph graph) {
        return new Fusion(graph).program();
    }

    private Program program() {
        List<Integer> inputs = new ArrayList<>();
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Operation operation = graph.nodes().get(i).operation();
            if (operation instanceof Operation.Input) {
                inputs.add(slot(i));
            } else if (operation instanceof Operation.Table) {
                requireBroadcast(i);
                tables.add(slot(i));
            } else if (!joinsUpConvolution(i)) {
                append(i, graph.nodes().get(i));
            }
        }
        List<Integer> outputs =
                graph.outputs().stream().map(output -> slotOf[output.value()]).toList();
        return new Program(slots, steps, inputs, tables, outputs);
    }

    /** A row of a table has no positions, so it may only be the second operand of an arithmetic operation. */
    private void requireBroadcast(int table) {
        boolean second = readers.get(table).stream()
                .map(graph.nodes()::get)
                .allMatch(node -> node.operation() instanceof Operation.Binary
                        && node.inputs().get(0) != table);
        if (!second || graph.outputs().stream().anyMatch(output -> output.value() == table)) {
            throw new IllegalArgumentException(
                    "Plan expects tables as second values of arithmetic, got value " + table);
        }
    }

    private int slot(int value) {
        slots.add(Slot.of(value, extents.get(value)));
        slotOf[value] = slots.size() - 1;
        return slots.size() - 1;
    }

    private void append(int value, Graph.Node node) {
        Operation operation = node.operation();
        boolean elementwise = operation instanceof Operation.Unary || operation instanceof Operation.Binary;
        if (elementwise && fused(value, node)) {
            return;
        }
        if (operation instanceof Operation.Convolution convolution
                && doubled(node.inputs().get(0)) >= 0) {
            appendUpConvolution(value, node, convolution);
            return;
        }
        List<Integer> inputs = operation instanceof Operation.Convolution convolution && convolution.reflects()
                ? List.of(mirrored(node.inputs().get(0), convolution.radius()))
                : node.inputs().stream().map(read -> slotOf[read]).toList();
        steps.add(new Step(new Step.Apply(operation), inputs, List.of(), slot(value)));
    }

    /** The slot of a copy of a value with mirrored borders. */
    private int mirrored(int value, int radius) {
        slots.add(Slot.mirrored(value, extents.get(value), radius));
        int copy = slots.size() - 1;
        steps.add(new Step(new Step.Mirror(radius), List.of(slotOf[value]), List.of(), copy));
        return copy;
    }

    /** Appends an element-wise operation to the step that produces one of its operands, if that has no other reader. */
    private boolean fused(int value, Graph.Node node) {
        int host = -1;
        int first = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            int at = hostOf(node.inputs().get(i));
            if (at > host && (i == 0 || commutes(node.operation()))) {
                host = at;
                first = i;
            }
        }
        if (host < 0) {
            return false;
        }
        Step step = steps.remove(host);
        List<Step.Post> posts = new ArrayList<>(step.posts());
        if (first == 1 && subtracts(node.operation())) {
            posts.add(new Step.Post(Operation.Unary.linear(-1, 0), -1));
            posts.add(new Step.Post(new Operation.Binary(Operation.Arithmetic.ADD), other(node, first)));
        } else {
            posts.add(new Step.Post(node.operation(), node.inputs().size() == 2 ? other(node, first) : -1));
        }
        slotOf[value] = step.output();
        slots.set(step.output(), Slot.of(value, extents.get(value)));
        steps.add(new Step(step.action(), step.inputs(), posts, step.output()));
        return true;
    }

    private int other(Graph.Node node, int first) {
        return slotOf[node.inputs().get(1 - first)];
    }

    private static boolean subtracts(Operation operation) {
        return operation instanceof Operation.Binary binary && binary.kind() == Operation.Arithmetic.SUBTRACT;
    }

    private static boolean commutes(Operation operation) {
        return operation instanceof Operation.Binary binary && binary.kind() != Operation.Arithmetic.DIVIDE;
    }

    /** Index of the step that produces a value and can take another post-operation, or -1. */
    private int hostOf(int value) {
        boolean asked = graph.outputs().stream().anyMatch(output -> output.value() == value);
        if (asked
                || readers.get(value).size() != 1
                || occurrences(readers.get(value).get(0), value) != 1) {
            return -1;
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (slots.get(step.output()).value() == value
                    && hosts(step.action())
                    && step.posts().size() < MOST_POSTS) {
                return i;
            }
        }
        return -1;
    }

    private long occurrences(int node, int value) {
        return graph.nodes().get(node).inputs().stream()
                .filter(input -> input == value)
                .count();
    }

    private static boolean hosts(Step.Action action) {
        return action instanceof Step.Apply apply
                && (apply.operation() instanceof Operation.Convolution
                        || apply.operation() instanceof Operation.TransposedConvolution
                        || apply.operation() instanceof Operation.Binary);
    }

    // --- convolutions of upsampled values ---

    /** Whether a node is an upsampling, or a concatenation after one, that becomes part of a convolution. */
    private boolean joinsUpConvolution(int value) {
        boolean doubling = graph.nodes().get(value).operation() instanceof Operation.Upsample;
        return !readers.get(value).isEmpty()
                && readers.get(value).stream()
                        .allMatch(reader -> (doubling
                                        && isConcatOfDoubled(reader)
                                        && graph.nodes().get(reader).inputs().get(0) == value)
                                || (graph.nodes().get(reader).operation() instanceof Operation.Convolution
                                        && doubled(value) >= 0))
                && graph.outputs().stream().noneMatch(output -> output.value() == value);
    }

    private boolean isConcatOfDoubled(int value) {
        return graph.nodes().get(value).operation() instanceof Operation.Concat && doubled(value) >= 0;
    }

    /** The value whose upsampling, alone or concatenated with another value, is this one, if its only reader is a convolution; else -1. */
    private int doubled(int value) {
        Graph.Node node = graph.nodes().get(value);
        if (node.operation() instanceof Operation.Concat) {
            int first = node.inputs().get(0);
            boolean alone = readers.get(first).size() == 1 && occurrences(value, first) == 1;
            return readByConvolution(value) && alone && isUpsample(first)
                    ? graph.nodes().get(first).inputs().get(0)
                    : -1;
        }
        return isUpsample(value) && readByConvolution(value) ? node.inputs().get(0) : -1;
    }

    private boolean isUpsample(int value) {
        return graph.nodes().get(value).operation() instanceof Operation.Upsample
                && graph.outputs().stream().noneMatch(output -> output.value() == value);
    }

    private boolean readByConvolution(int value) {
        return readers.get(value).size() == 1
                && graph.nodes().get(readers.get(value).get(0)).operation() instanceof Operation.Convolution convolution
                && convolution.kernel() == 3
                && !convolution.reflects()
                && graph.outputs().stream().noneMatch(output -> output.value() == value);
    }

    private void appendUpConvolution(int value, Graph.Node node, Operation.Convolution convolution) {
        int joined = node.inputs().get(0);
        int source = doubled(joined);
        int width = extents.get(source).channels();
        int from = slotOf[source];
        Graph.Node concat = graph.nodes().get(joined);
        if (concat.operation() instanceof Operation.Upsample) {
            steps.add(new Step(PhaseWeights.of(convolution, width, true), List.of(from), List.of(), slot(value)));
            return;
        }
        slots.add(Slot.of(-1, extents.get(value)));
        int part = slots.size() - 1;
        steps.add(new Step(PhaseWeights.of(convolution, width, false), List.of(from), List.of(), part));
        Operation.Convolution rest = PhaseWeights.rest(convolution, width);
        Step.Post post = new Step.Post(new Operation.Binary(Operation.Arithmetic.ADD), part);
        steps.add(new Step(new Step.Apply(rest), List.of(slotOf[concat.inputs().get(1)]), List.of(post), slot(value)));
    }
}
