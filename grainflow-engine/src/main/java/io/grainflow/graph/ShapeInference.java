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
        if (first.everywhere() && keepsVectors(operation)) {
            return new Extent(channels(operation, first.channels()), 0, true);
        }
        Extent image = operation instanceof Operation.Unary ? first : spread(operation, first);
        int channels = channels(operation, image.channels());
        return operation instanceof Operation.GlobalAverage
                ? new Extent(channels, 0, true)
                : Extent.of(channels, image.halvings() + halved(operation));
    }

    /** Whether an operation works on a vector as on an image. */
    private static boolean keepsVectors(Operation operation) {
        return operation instanceof Operation.Unary
                || operation instanceof Operation.Slice
                || (operation instanceof Operation.Convolution convolution && convolution.kernel() == 1);
    }

    private static int channels(Operation operation, int channels) {
        if (operation instanceof Operation.Convolution convolution) {
            require(operation, convolution.inputs(), channels);
            return convolution.outputs();
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            require(operation, convolution.inputs(), channels);
            return convolution.outputs();
        }
        if (operation instanceof Operation.InstanceNorm norm) {
            require(operation, norm.gamma().length, channels);
        }
        if (operation instanceof Operation.Unsqueeze) {
            require(operation, channels / 4 * 4, channels);
            return channels / 4;
        }
        if (operation instanceof Operation.Slice slice) {
            if (slice.from() < 0 || slice.from() >= slice.to() || slice.to() > channels) {
                throw new IllegalArgumentException(operation + " expects channels within 0.." + channels);
            }
            return slice.to() - slice.from();
        }
        return operation instanceof Operation.Squeeze ? channels * 4 : channels;
    }

    /** How often an operation halves its input; -1 if it doubles it. */
    private static int halved(Operation operation) {
        if (operation instanceof Operation.MaxPool || operation instanceof Operation.Squeeze) {
            return 1;
        }
        return operation instanceof Operation.TransposedConvolution
                        || operation instanceof Operation.Upsample
                        || operation instanceof Operation.Unsqueeze
                ? -1
                : 0;
    }

    private static Extent joined(Operation operation, Extent first, Extent second) {
        boolean concat = operation instanceof Operation.Concat;
        boolean sameSize = first.everywhere() == second.everywhere() && first.halvings() == second.halvings();
        boolean fits = concat
                ? sameSize || first.everywhere() || second.everywhere()
                : first.channels() == second.channels() && (sameSize || second.everywhere());
        if (!fits) {
            throw new IllegalArgumentException(operation + " does not fit " + first + " and " + second);
        }
        Extent size = first.everywhere() ? second : first;
        return concat ? new Extent(first.channels() + second.channels(), size.halvings(), size.everywhere()) : first;
    }

    private static Extent spread(Operation operation, Extent extent) {
        if (extent.everywhere()) {
            throw new IllegalArgumentException(operation + " expects a value with positions, got a vector");
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
