package io.grainflow.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A computation on images as an immutable dataflow graph: operations in topological order, value i being the result of node i. Three
 * interpreters read it: tensors (libtorch), the compiled engine, and the ONNX export.
 *
 * @param outputs at least one
 */
public record Graph(List<Node> nodes, List<Output> outputs) {
    /**
     * Checks that indices and shapes fit.
     *
     * @throws IllegalArgumentException where it does not
     */
    public Graph {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs()) {
                require(input >= 0 && input < i, "node " + i + " to read values before it, got " + input);
            }
        }
        require(!outputs.isEmpty(), "an output, got none");
        for (Output output : outputs) {
            require(output.value() >= 0 && output.value() < nodes.size(), "output " + output + " to be a value");
        }
        for (Extent extent : ShapeInference.of(nodes)) {
            require(extent.halvings() >= 0, "no value larger than the image, got " + extent);
        }
    }

    /**
     * An operation and what it reads.
     *
     * @param inputs indices of values, as many as the operation takes
     */
    public record Node(Operation operation, List<Integer> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
            require(inputs.size() == operation.arity(), operation.arity() + " inputs, got " + inputs.size());
        }
    }

    /** A value that the graph gives, and its name. */
    public record Output(String name, int value) {}

    /** Shape of every value. */
    public List<Extent> extents() {
        return ShapeInference.of(nodes);
    }

    /** The inputs, in the order of the nodes. */
    public List<Operation.Input> inputs() {
        return nodes.stream()
                .map(Node::operation)
                .filter(Operation.Input.class::isInstance)
                .map(Operation.Input.class::cast)
                .toList();
    }

    /** Whether any value depends on camera and ISO. */
    public boolean hasTables() {
        return nodes.stream().anyMatch(node -> node.operation() instanceof Operation.Table);
    }

    /** Whether any value depends on statistics of the whole image, so that the graph cannot be computed in windows. */
    public boolean isGlobal() {
        return statistic().isPresent();
    }

    private Optional<Operation> statistic() {
        return nodes.stream()
                .map(Node::operation)
                .filter(Operation.Statistic.class::isInstance)
                .findFirst();
    }

    /** For each value, the nodes that read it. */
    public List<List<Integer>> readers() {
        return IntStream.range(0, nodes.size())
                .mapToObj(value -> IntStream.range(value + 1, nodes.size())
                        .filter(node -> nodes.get(node).inputs().contains(value))
                        .boxed()
                        .toList())
                .toList();
    }

    /** Height and width of images must be multiples of it: two to the largest number of halvings. */
    public int block() {
        return 1 << extents().stream().mapToInt(Extent::halvings).max().orElse(0);
    }

    /** Multiplications and additions in convolutions per pixel of the whole image. */
    public double operationsPerPixel() {
        List<Extent> extents = extents();
        double operations = 0;
        for (int i = 0; i < nodes.size(); i++) {
            Operation operation = nodes.get(i).operation();
            double positions = extents.get(i).everywhere()
                    ? 0
                    : Math.pow(0.25, extents.get(i).halvings());
            if (operation instanceof Operation.Convolution convolution) {
                operations += 2.0 * convolution.weight().length * positions;
            } else if (operation instanceof Operation.TransposedConvolution convolution) {
                operations += 2.0 * convolution.weight().length * positions / 4;
            }
        }
        return operations;
    }

    /**
     * Receptive radius: how many pixels to each side of a window of whole {@link #block}s the outputs depend on, rounded up to whole
     * blocks. A window that includes these surroundings gives the same result as the whole image.
     *
     * @throws IllegalArgumentException if the graph is global
     */
    public int reach() {
        statistic().ifPresent(operation -> {
            throw new IllegalArgumentException("Graph cannot be computed in windows: "
                    + operation.getClass().getSimpleName() + " needs the whole image");
        });
        List<Extent> extents = extents();
        int[] needed = new int[nodes.size()];
        int reach = 0;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int before = before(nodes.get(i).operation(), needed[i]);
            for (int input : nodes.get(i).inputs()) {
                needed[input] = Math.max(needed[input], before);
            }
            if (nodes.get(i).operation() instanceof Operation.Input) {
                reach = Math.max(reach, needed[i] << extents.get(i).halvings());
            }
        }
        int block = block();
        return (reach + block - 1) / block * block;
    }

    /**
     * How far beyond a window an operation reads, in positions of its input, so that its output is correct up to a given distance beyond
     * the window.
     */
    private static int before(Operation operation, int radius) {
        if (operation instanceof Operation.Convolution convolution) {
            return radius + convolution.radius();
        }
        if (operation instanceof Operation.MaxPool || operation instanceof Operation.Squeeze) {
            return 2 * radius;
        }
        if (operation instanceof Operation.Upsample || operation instanceof Operation.Unsqueeze) {
            return (radius + 1) / 2;
        }
        return operation instanceof Operation.TransposedConvolution ? radius / 2 + 1 : radius;
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("Graph expects " + expected);
        }
    }
}
