package io.grainflow.graph;

import java.util.ArrayList;
import java.util.List;

/** Builds graphs; its methods return the index of the value that they add. */
public final class GraphBuilder {
    private final List<Graph.Node> nodes = new ArrayList<>();
    private final List<Graph.Output> outputs = new ArrayList<>();

    /** An operation on the given values. */
    public int add(Operation operation, Integer... inputs) {
        nodes.add(new Graph.Node(operation, List.of(inputs)));
        return nodes.size() - 1;
    }

    /** An input whose height and width are those of the image, halved {@code halvings} times. */
    public int input(String name, int channels, int halvings) {
        return add(new Operation.Input(name, channels, halvings));
    }

    /** Convolution that keeps the size; weight [outputs,inputs,kernel,kernel], bias [outputs]. */
    public int convolution(int value, int inputs, int kernel, float[] weight, float[] bias) {
        return add(new Operation.Convolution(inputs, bias.length, kernel, weight, bias), value);
    }

    /** Convolution that keeps the size and mirrors its input at the borders. */
    public int reflectingConvolution(int value, int inputs, int kernel, float[] weight, float[] bias) {
        Operation.Border border = Operation.Border.REFLECT;
        return add(new Operation.Convolution(inputs, bias.length, kernel, weight, bias, border), value);
    }

    /** Shape of a value. */
    public Extent extent(int value) {
        return ShapeInference.of(nodes.subList(0, value + 1)).get(value);
    }

    public int sum(int first, int second) {
        return add(new Operation.Binary(Operation.Arithmetic.ADD), first, second);
    }

    public int difference(int first, int second) {
        return add(new Operation.Binary(Operation.Arithmetic.SUBTRACT), first, second);
    }

    public int product(int first, int second) {
        return add(new Operation.Binary(Operation.Arithmetic.MULTIPLY), first, second);
    }

    public int quotient(int first, int second) {
        return add(new Operation.Binary(Operation.Arithmetic.DIVIDE), first, second);
    }

    /** Applies a function without constants to every number. */
    public int apply(Operation.Function kind, int value) {
        return add(Operation.Unary.of(kind), value);
    }

    /** factor * value + offset. */
    public int linear(int value, double factor, double offset) {
        return add(Operation.Unary.linear(factor, offset), value);
    }

    /** Makes a value an output. */
    public GraphBuilder output(String name, int value) {
        outputs.add(new Graph.Output(name, value));
        return this;
    }

    public Graph build() {
        return new Graph(nodes, outputs);
    }
}
