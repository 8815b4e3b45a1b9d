package io.grainflow.graph;

import java.util.ArrayList;
import java.util.List;

/** Shapes of all values of a graph; finding them checks that the operations fit together. */
final class ShapeInference {
    private ShapeInference() {}

    /** @throws IllegalArgumentException where an operation does not fit its inputs */
    static List<Extent> of(List<Graph.Node> nodes) {
        List<Extent> values = new ArrayList<>();
        for (Graph.Node node : nodes) {
            List<Extent> inputs = node.inputs().stream().map(values::get).toList();
            values.add(after(node.operation(), inputs));
        }
        return List.copyOf(values);
    }

    private static Extent after(Operation operation, List<Extent> inputs) {
        if (operation instanceof Operation.Input input) {
            return Extent.of(input.channels(), input.halvings());
        }
        if (operation instanceof Operation.Table table) {
            return new Extent(table.channels(), 0, true);
        }
        Extent first = inputs.get(0);
        if (inputs.size() == 2) {
            return joined(operation, first, inputs.get(1));
        }
        return operation instanceof Operation.Unary ? first : resized(operation, spread(operation, first));
    }

    private static Extent resized(Operation operation, Extent first) {
        int channels = first.channels();
        int halvings = first.halvings();
        if (operation instanceof Operation.Convolution convolution) {
            require(operation, convolution.inputs(), channels);
            return Extent.of(convolution.outputs(), halvings);
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            require(operation, convolution.inputs(), channels);
            return Extent.of(convolution.outputs(), halvings - 1);
        }
        if (operation instanceof Operation.MaxPool) {
            return Extent.of(channels, halvings + 1);
        }
        if (operation instanceof Operation.Upsample) {
            return Extent.of(channels, halvings - 1);
        }
        if (operation instanceof Operation.Squeeze) {
            return Extent.of(channels * 4, halvings + 1);
        }
        if (operation instanceof Operation.Unsqueeze) {
            require(operation, channels / 4 * 4, channels);
            return Extent.of(channels / 4, halvings - 1);
        }
        Operation.Slice slice = (Operation.Slice) operation;
        if (slice.from() < 0 || slice.from() >= slice.to() || slice.to() > channels) {
            throw new IllegalArgumentException(operation + " expects channels within 0.." + channels);
        }
        return Extent.of(slice.to() - slice.from(), halvings);
    }

    private static Extent joined(Operation operation, Extent first, Extent second) {
        boolean concat = operation instanceof Operation.Concat;
        boolean fits = concat
                ? !first.everywhere() && !second.everywhere() && first.halvings() == second.halvings()
                : first.channels() == second.channels()
                        && !first.everywhere()
                        && (second.everywhere() || first.halvings() == second.halvings());
        if (!fits) {
            throw new IllegalArgumentException(operation + " does not fit " + first + " and " + second);
        }
        return concat ? Extent.of(first.channels() + second.channels(), first.halvings()) : first;
    }

    private static Extent spread(Operation operation, Extent extent) {
        if (extent.everywhere()) {
            throw new IllegalArgumentException(operation + " expects a value with positions, got a table's row");
        }
        return extent;
    }

    private static void require(Operation operation, int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(
                    operation.getClass().getSimpleName() + " expects " + expected + " channels, got " + got);
        }
    }
}
