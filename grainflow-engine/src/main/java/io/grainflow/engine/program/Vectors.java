package io.grainflow.engine.program;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The vectors of a graph in one run, in double precision. Each is computed when it is first asked for, from statistics measured before. */
public final class Vectors {
    private final Graph graph;
    private final int row;
    private final Map<Integer, Moments> measured = new HashMap<>();
    private final Map<Integer, double[]> known = new HashMap<>();

    /**
     * Nothing has been measured yet.
     *
     * @param row of tables that have several
     */
    public Vectors(Graph graph, int row) {
        this.graph = graph;
        this.row = row;
    }

    /** Keeps the statistics of a value. */
    public void measured(int value, Moments moments) {
        measured.put(value, moments);
    }

    /** The numbers of a vector that a pass reads. */
    public float[] of(Pass.Given given) {
        double[] numbers = switch (given.kind()) {
            case VALUE -> value(given.node());
            case FACTOR -> factors(given.node());
            case OFFSET -> offsets(given.node());
        };
        float[] padded = new float[given.before() + numbers.length + given.after()];
        for (int c = 0; c < numbers.length; c++) {
            padded[given.before() + c] = (float) numbers[c];
        }
        return padded;
    }

    /** The value of a node that is a vector. */
    public double[] value(int node) {
        double[] value = known.get(node);
        if (value == null) {
            value = computed(
                    graph.nodes().get(node).operation(), graph.nodes().get(node).inputs());
            known.put(node, value);
        }
        return value;
    }

    private double[] computed(Operation operation, List<Integer> inputs) {
        if (operation instanceof Operation.Table table) {
            float[] chosen = table.row(row);
            return filled(chosen.length, c -> chosen[c]);
        }
        if (operation instanceof Operation.GlobalAverage) {
            return moments(inputs.get(0)).means();
        }
        double[] x = value(inputs.get(0));
        if (operation instanceof Operation.Convolution convolution) {
            return filled(convolution.outputs(), o -> product(convolution, x, o));
        }
        if (operation instanceof Operation.Unary unary) {
            DoubleUnaryOperator function = function(unary);
            return filled(x.length, c -> function.applyAsDouble(x[c]));
        }
        if (operation instanceof Operation.Slice slice) {
            return filled(slice.to() - slice.from(), c -> x[slice.from() + c]);
        }
        double[] y = value(inputs.get(1));
        if (operation instanceof Operation.Concat) {
            return filled(x.length + y.length, c -> c < x.length ? x[c] : y[c - x.length]);
        }
        DoubleBinaryOperator arithmetic = arithmetic(((Operation.Binary) operation).kind());
        return filled(x.length, c -> arithmetic.applyAsDouble(x[c], y[c]));
    }

    private Moments moments(int value) {
        Moments moments = measured.get(value);
        if (moments == null) {
            throw new IllegalStateException("Vectors expects statistics of value " + value + " to be measured before");
        }
        return moments;
    }

    private double[] factors(int node) {
        Moments moments = moments(graph.nodes().get(node).inputs().get(0));
        double[] variances = moments.variances();
        if (graph.nodes().get(node).operation() instanceof Operation.InstanceNorm norm) {
            return filled(variances.length, c -> norm.gamma()[c] / Math.sqrt(variances[c] + norm.epsilon()));
        }
        Operation.ImageNorm norm = (Operation.ImageNorm) graph.nodes().get(node).operation();
        double factor = 1 / (moments.deviation() + norm.epsilon());
        return filled(variances.length, c -> factor);
    }

    private double[] offsets(int node) {
        double[] factors = factors(node);
        Moments moments = moments(graph.nodes().get(node).inputs().get(0));
        if (graph.nodes().get(node).operation() instanceof Operation.InstanceNorm norm) {
            double[] means = moments.means();
            return filled(factors.length, c -> norm.beta()[c] - means[c] * factors[c]);
        }
        double mean = moments.mean();
        return filled(factors.length, c -> -mean * factors[c]);
    }

    private static double product(Operation.Convolution convolution, double[] x, int output) {
        double sum = convolution.bias()[output];
        for (int i = 0; i < x.length; i++) {
            sum += convolution.weight()[output * x.length + i] * x[i];
        }
        return sum;
    }

    private static DoubleBinaryOperator arithmetic(Operation.Arithmetic kind) {
        return switch (kind) {
            case ADD -> Double::sum;
            case SUBTRACT -> (a, b) -> a - b;
            case MULTIPLY -> (a, b) -> a * b;
            case DIVIDE -> (a, b) -> a / b;
        };
    }

    private static DoubleUnaryOperator function(Operation.Unary unary) {
        return switch (unary.kind()) {
            case LEAKY_RELU -> x -> x > 0 ? x : unary.a() * x;
            case LINEAR -> x -> unary.a() * x + unary.b();
            case CLIP -> x -> Math.min(unary.b(), Math.max(unary.a(), x));
            case EXP -> Math::exp;
            case LOG -> Math::log;
            case SQRT -> Math::sqrt;
            case TANH -> Math::tanh;
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
            case FLOOR -> Math::floor;
        };
    }

    /** One number of a vector. */
    @FunctionalInterface
    private interface Entry {
        double of(int channel);
    }

    private static double[] filled(int count, Entry entry) {
        double[] filled = new double[count];
        for (int c = 0; c < count; c++) {
            filled[c] = entry.of(c);
        }
        return filled;
    }
}
