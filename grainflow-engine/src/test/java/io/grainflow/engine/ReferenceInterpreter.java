package io.grainflow.engine;

import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.MirroredIndex;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs graphs as they are defined, value by value in double precision: the reference that plans are compared with. */
public final class ReferenceInterpreter {
    private final Graph graph;
    private final List<Extent> extents;
    private final List<double[]> values = new ArrayList<>();
    private final int height;
    private final int width;

    private ReferenceInterpreter(Graph graph, int height, int width) {
        this.graph = graph;
        this.extents = graph.extents();
        this.height = height;
        this.width = width;
    }

    /** Outputs in their order for inputs by name, each [C,h,w]. */
    public static List<double[]> run(Graph graph, int height, int width, Map<String, float[]> inputs) {
        ReferenceInterpreter plain = new ReferenceInterpreter(graph, height, width);
        for (int i = 0; i < graph.nodes().size(); i++) {
            plain.values.add(plain.value(i, inputs));
        }
        return graph.outputs().stream()
                .map(output -> plain.values.get(output.value()))
                .toList();
    }

    /** The range of every value. */
    public static Ranges ranges(Graph graph, int height, int width, Map<String, float[]> inputs) {
        ReferenceInterpreter plain = new ReferenceInterpreter(graph, height, width);
        List<Ranges.Range> ranges = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            double[] value = plain.value(i, inputs);
            plain.values.add(value);
            ranges.add(new Ranges.Range(
                    Arrays.stream(value).min().orElse(0),
                    Arrays.stream(value).max().orElse(0)));
        }
        return new Ranges(ranges);
    }

    /** The range of every value, with statistics of its channels. */
    public static Ranges measured(Graph graph, int height, int width, Map<String, float[]> inputs) {
        Ranges whole = ranges(graph, height, width, inputs);
        ReferenceInterpreter plain = new ReferenceInterpreter(graph, height, width);
        List<Ranges.Range> ranges = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            double[] value = plain.value(i, inputs);
            plain.values.add(value);
            List<Ranges.Channel> channels = new ArrayList<>();
            int plane = value.length / plain.extents.get(i).channels();
            for (int from = 0; from < value.length; from += plane) {
                channels.add(channel(Arrays.copyOfRange(value, from, from + plane)));
            }
            ranges.add(new Ranges.Range(whole.of(i).low(), whole.of(i).high(), channels));
        }
        return new Ranges(ranges);
    }

    private static Ranges.Channel channel(double[] values) {
        double most = Arrays.stream(values).map(Math::abs).max().orElse(0);
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        return new Ranges.Channel(most, mean, Math.sqrt(variance));
    }

    private int height(int node) {
        return extents.get(node).everywhere() ? 1 : height >> extents.get(node).halvings();
    }

    private int width(int node) {
        return extents.get(node).everywhere() ? 1 : width >> extents.get(node).halvings();
    }

    private double at(int node, int c, int y, int x) {
        if (extents.get(node).everywhere()) {
            return values.get(node)[c];
        }
        return y < 0 || x < 0 || y >= height(node) || x >= width(node)
                ? 0
                : values.get(node)[(c * height(node) + y) * width(node) + x];
    }

    private double[] value(int node, Map<String, float[]> inputs) {
        Operation operation = graph.nodes().get(node).operation();
        if (operation instanceof Operation.Table table) {
            double[] row = new double[table.channels()];
            for (int c = 0; c < row.length; c++) {
                row[c] = table.rows()[0][c];
            }
            return row;
        }
        if (operation instanceof Operation.Statistic statistic) {
            int input = graph.nodes().get(node).inputs().get(0);
            return Statistics.of(
                    statistic, values.get(input), extents.get(input).channels());
        }
        double[] result = new double[extents.get(node).channels() * height(node) * width(node)];
        int i = 0;
        for (int c = 0; c < extents.get(node).channels(); c++) {
            for (int y = 0; y < height(node); y++) {
                for (int x = 0; x < width(node); x++, i++) {
                    result[i] = operation instanceof Operation.Input input
                            ? inputs.getOrDefault(input.name(), new float[0])[i]
                            : at(operation, graph.nodes().get(node).inputs(), c, y, x);
                }
            }
        }
        return result;
    }

    private double at(Operation operation, List<Integer> inputs, int c, int y, int x) {
        int first = inputs.get(0);
        if (operation instanceof Operation.Convolution convolution) {
            return convolved(convolution, first, c, y, x);
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            return spread(convolution, first, c, y, x);
        }
        if (operation instanceof Operation.Unary unary) {
            return applied(unary, at(first, c, y, x));
        }
        if (operation instanceof Operation.Binary binary) {
            double a = at(first, c, y, x);
            double b = at(inputs.get(1), c, y, x);
            return switch (binary.kind()) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> a / b;
            };
        }
        if (operation instanceof Operation.Concat) {
            int channels = extents.get(first).channels();
            return c < channels ? at(first, c, y, x) : at(inputs.get(1), c - channels, y, x);
        }
        if (operation instanceof Operation.Slice slice) {
            return at(first, slice.from() + c, y, x);
        }
        if (operation instanceof Operation.Upsample) {
            return at(first, c, y / 2, x / 2);
        }
        if (operation instanceof Operation.Squeeze) {
            return at(first, c / 4, 2 * y + c % 4 / 2, 2 * x + c % 2);
        }
        if (operation instanceof Operation.Unsqueeze) {
            return at(first, 4 * c + 2 * (y % 2) + x % 2, y / 2, x / 2);
        }
        double top = Math.max(at(first, c, 2 * y, 2 * x), at(first, c, 2 * y, 2 * x + 1));
        return Math.max(top, Math.max(at(first, c, 2 * y + 1, 2 * x), at(first, c, 2 * y + 1, 2 * x + 1)));
    }

    private double convolved(Operation.Convolution convolution, int input, int c, int y, int x) {
        int side = convolution.kernel();
        double sum = convolution.bias()[c];
        for (int i = 0; i < convolution.inputs(); i++) {
            for (int k = 0; k < side * side; k++) {
                sum += convolution.weight()[(c * convolution.inputs() + i) * side * side + k]
                        * at(convolution, input, i, y + k / side - side / 2, x + k % side - side / 2);
            }
        }
        return sum;
    }

    private double at(Operation.Convolution convolution, int input, int c, int y, int x) {
        return convolution.reflects()
                ? at(input, c, MirroredIndex.of(y, height(input)), MirroredIndex.of(x, width(input)))
                : at(input, c, y, x);
    }

    private double spread(Operation.TransposedConvolution convolution, int input, int c, int y, int x) {
        double sum = convolution.bias()[c];
        for (int i = 0; i < convolution.inputs(); i++) {
            for (int k = 0; k < 9; k++) {
                int row = y + 1 - k / 3;
                int column = x + 1 - k % 3;
                if (row % 2 == 0 && column % 2 == 0) {
                    sum += convolution.weight()[(i * convolution.outputs() + c) * 9 + k]
                            * at(input, i, row / 2, column / 2);
                }
            }
        }
        return sum;
    }

    private static double applied(Operation.Unary unary, double x) {
        return switch (unary.kind()) {
            case LEAKY_RELU -> x > 0 ? x : unary.a() * x;
            case LINEAR -> unary.a() * x + unary.b();
            case CLIP -> Math.min(unary.b(), Math.max(unary.a(), x));
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case FLOOR -> Math.floor(x);
        };
    }
}
