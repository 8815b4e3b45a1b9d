package io.grainflow.network;

import io.grainflow.graph.Graph;
import io.grainflow.graph.MirroredIndex;
import io.grainflow.graph.Operation;
import io.grainflow.tensor.Normalisations;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a {@link Graph} on tensors, operation by operation: the reference for all other interpreters of graphs. */
public final class TorchGraph {
    private TorchGraph() {}

    /** Receives every value and may replace it. */
    @FunctionalInterface
    public interface Observer {
        /** The value that is used as the result of a node. */
        Tensor seen(int node, Tensor value);
    }

    /** Outputs in their order for inputs by name, each [N,C,H,W] of the size that its number of halvings requires. */
    public static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        return run(graph, inputs, List.of(), (node, value) -> value);
    }

    /**
     * Outputs in their order.
     *
     * @param captures row of the tables of each sample; empty if no table has several rows
     */
    public static List<Tensor> run(Graph graph, Map<String, Tensor> inputs, List<Integer> captures, Observer observer) {
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Graph.Node node = graph.nodes().get(i);
            List<Tensor> read = node.inputs().stream().map(values::get).toList();
            values.add(observer.seen(i, value(node.operation(), read, inputs, captures)));
        }
        return graph.outputs().stream()
                .map(output -> values.get(output.value()))
                .toList();
    }

    private static Tensor value(
            Operation operation, List<Tensor> read, Map<String, Tensor> inputs, List<Integer> captures) {
        if (operation instanceof Operation.Input input) {
            Tensor given = inputs.get(input.name());
            if (given == null || given.shape()[1] != input.channels()) {
                throw new IllegalArgumentException("TorchGraph expects " + input + ", got " + inputs.keySet());
            }
            return given;
        }
        if (operation instanceof Operation.Table table) {
            return like(inputs.values().iterator().next(), rows(table, captures));
        }
        Tensor x = read.get(0);
        if (operation instanceof Operation.Convolution convolution) {
            return convolved(convolution, x);
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            Tensor weight = Tensor.of(convolution.weight(), convolution.inputs(), convolution.outputs(), 3, 3);
            return x.doubledConv2d(like(x, weight), vector(x, convolution.bias()));
        }
        if (operation instanceof Operation.Statistic statistic) {
            return ofWholeImage(statistic, x);
        }
        return operation instanceof Operation.Unary unary
                ? mapped(unary, x)
                : read.size() == 2 ? joined(operation, x, read.get(1)) : moved(operation, x);
    }

    private static Tensor convolved(Operation.Convolution convolution, Tensor x) {
        int kernel = convolution.kernel();
        Tensor weight = Tensor.of(convolution.weight(), convolution.outputs(), convolution.inputs(), kernel, kernel);
        int radius = convolution.radius();
        return convolution.reflects()
                ? mirrored(x, radius).conv2d(like(x, weight), vector(x, convolution.bias()), 1, 0)
                : x.conv2d(like(x, weight), vector(x, convolution.bias()), 1, radius);
    }

    private static Tensor mirrored(Tensor x, int radius) {
        long[] shape = x.shape();
        return Math.min(shape[2], shape[3]) > radius
                ? x.padReflect(radius, radius, radius, radius)
                : mirrored(mirrored(x, 2, radius), 3, radius);
    }

    /** Along one axis, which may be shorter than the radius. */
    private static Tensor mirrored(Tensor x, int axis, int radius) {
        int length = (int) x.shape()[axis];
        List<Tensor> parts = new ArrayList<>();
        for (int i = -radius; i < length + radius; i++) {
            parts.add(x.narrow(axis, MirroredIndex.of(i, length), 1));
        }
        return Tensor.cat(parts, axis);
    }

    private static Tensor ofWholeImage(Operation.Statistic statistic, Tensor x) {
        if (statistic instanceof Operation.InstanceNorm norm) {
            boolean single = x.shape()[2] * x.shape()[3] == 1;
            // a single position is its own mean
            return single
                    ? x.sub(x).add(vector(x, norm.beta()).reshape(1, norm.beta().length, 1, 1))
                    : Normalisations.instance(x, vector(x, norm.gamma()), vector(x, norm.beta()), norm.epsilon());
        }
        return statistic instanceof Operation.ImageNorm norm
                ? Normalisations.image(x, norm.epsilon())
                : x.mean(true, 2, 3);
    }

    private static Tensor vector(Tensor x, float... values) {
        return like(x, Tensor.of(values, values.length));
    }

    private static Tensor like(Tensor x, Tensor values) {
        return values.to(x.dtype()).to(x.device());
    }

    private static Tensor rows(Operation.Table table, List<Integer> captures) {
        List<Integer> chosen = captures.isEmpty() && table.rows().length == 1 ? List.of(0) : captures;
        float[] values = new float[chosen.size() * table.channels()];
        for (int i = 0; i < chosen.size(); i++) {
            System.arraycopy(table.row(chosen.get(i)), 0, values, i * table.channels(), table.channels());
        }
        return Tensor.of(values, chosen.size(), table.channels(), 1, 1);
    }

    private static Tensor joined(Operation operation, Tensor x, Tensor y) {
        if (operation instanceof Operation.Concat) {
            return Tensor.cat(List.of(spread(x, y), spread(y, x)), 1);
        }
        return switch (((Operation.Binary) operation).kind()) {
            case ADD -> x.add(y);
            case SUBTRACT -> x.sub(y);
            case MULTIPLY -> x.mul(y);
            case DIVIDE -> x.div(y);
        };
    }

    /** A vector beside an image as an image of equal numbers. */
    private static Tensor spread(Tensor vector, Tensor image) {
        long[] shape = image.shape();
        if (vector.shape()[2] == shape[2] && vector.shape()[3] == shape[3]) {
            return vector;
        }
        return vector.add(like(image, Tensor.zeros(1, 1, shape[2], shape[3])));
    }

    private static Tensor moved(Operation operation, Tensor x) {
        if (operation instanceof Operation.MaxPool) {
            return x.maxPool2();
        }
        if (operation instanceof Operation.Upsample) {
            return x.upsampleNearest2();
        }
        if (operation instanceof Operation.Slice slice) {
            return x.narrow(1, slice.from(), slice.to() - slice.from());
        }
        return operation instanceof Operation.Squeeze ? squeezed(x) : unsqueezed(x);
    }

    private static Tensor mapped(Operation.Unary unary, Tensor x) {
        return switch (unary.kind()) {
            case LEAKY_RELU -> unary.a() == 0 ? x.relu() : x.leakyRelu(unary.a());
            case LINEAR -> x.mul(unary.a()).add(unary.b());
            case CLIP -> x.clamp(unary.a(), unary.b());
            case EXP -> x.exp();
            case LOG -> x.log();
            case SQRT -> x.sqrt();
            case TANH -> x.tanh();
            case SIGMOID -> x.sigmoid();
            case FLOOR -> x.floor();
        };
    }

    private static Tensor squeezed(Tensor x) {
        long[] s = x.shape();
        return x.reshape(s[0], s[1], s[2] / 2, 2, s[3] / 2, 2)
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(s[0], 4 * s[1], s[2] / 2, s[3] / 2);
    }

    private static Tensor unsqueezed(Tensor x) {
        long[] s = x.shape();
        return x.reshape(s[0], s[1] / 4, 2, 2, s[2], s[3])
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(s[0], s[1] / 4, 2 * s[2], 2 * s[3]);
    }
}
