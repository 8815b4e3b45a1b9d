package io.grainflow.network;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
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
     * @param captures row of the tables of each sample; empty if there are no tables
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
            return rows(table, captures).to(inputs.values().iterator().next().dtype());
        }
        Tensor x = read.get(0);
        if (operation instanceof Operation.Convolution convolution) {
            Tensor weight = Tensor.of(
                    convolution.weight(),
                    convolution.outputs(),
                    convolution.inputs(),
                    convolution.kernel(),
                    convolution.kernel());
            Tensor bias = Tensor.of(convolution.bias(), convolution.outputs());
            return x.conv2d(weight.to(x.dtype()), bias.to(x.dtype()), 1, convolution.radius());
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            Tensor weight = Tensor.of(convolution.weight(), convolution.inputs(), convolution.outputs(), 3, 3);
            return x.doubledConv2d(
                    weight.to(x.dtype()),
                    Tensor.of(convolution.bias(), convolution.outputs()).to(x.dtype()));
        }
        return operation instanceof Operation.Unary unary
                ? mapped(unary, x)
                : read.size() == 2 ? joined(operation, x, read.get(1)) : moved(operation, x);
    }

    private static Tensor rows(Operation.Table table, List<Integer> captures) {
        float[] values = new float[captures.size() * table.channels()];
        for (int i = 0; i < captures.size(); i++) {
            System.arraycopy(table.rows()[captures.get(i)], 0, values, i * table.channels(), table.channels());
        }
        return Tensor.of(values, captures.size(), table.channels(), 1, 1);
    }

    private static Tensor joined(Operation operation, Tensor x, Tensor y) {
        if (operation instanceof Operation.Concat) {
            return Tensor.cat(List.of(x, y), 1);
        }
        return switch (((Operation.Binary) operation).kind()) {
            case ADD -> x.add(y);
            case SUBTRACT -> x.sub(y);
            case MULTIPLY -> x.mul(y);
            case DIVIDE -> x.div(y);
        };
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
