package io.grainflow.engine.quantise;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cross-layer equalization (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction"): the channels of a
 * value are scaled to similar ranges, so that one quantisation scale suits all of them. A convolution's outputs are divided by positive
 * factors, and the weights that read them are multiplied by the same factors. Rectifiers commute with positive factors, so the graph
 * computes the same function. Factors are those of Xiao et al. 2023, "SmoothQuant", equation 4, with the norm of a channel's weights in
 * place of the largest weight: the error of a rounded channel grows with the norm.
 */
final class CrossLayerEqualization {
    /** Share of the differences between channels that moves to the weights: SmoothQuant's alpha, tuned on two DnCNNs. */
    private static final double SHARE = 0.8;

    /** Least range of a channel relative to the largest: channels that are almost zero on the samples may be larger on other images. */
    private static final double LEAST = 0.1;

    private final Graph graph;
    private final Ranges given;
    private final List<List<Integer>> readers;
    private final List<Graph.Node> nodes;
    private final List<Ranges.Range> ranges;

    private CrossLayerEqualization(Graph graph, Ranges given) {
        this.graph = graph;
        this.given = given;
        this.readers = graph.readers();
        this.nodes = new ArrayList<>(graph.nodes());
        this.ranges = new ArrayList<>(given.values());
    }

    /** The graph with equalised channels, and the ranges that its values have. */
    static IntegerGraph of(Graph graph, Ranges ranges) {
        CrossLayerEqualization equalisation = new CrossLayerEqualization(graph, ranges);
        for (int value = 0; value < graph.nodes().size(); value++) {
            if (equalisation.free(value)) {
                equalisation.apply(value);
            }
        }
        return new IntegerGraph(new Graph(equalisation.nodes, graph.outputs()), new Ranges(equalisation.ranges));
    }

    /** Whether a value is the result of a convolution, rectified or not, and all its readers are convolutions in integers. */
    private boolean free(int value) {
        return !readers.get(value).isEmpty()
                && readers.get(value).stream().allMatch(reader -> IntegerGraph.takes(graph, given, reader))
                && inside(value)
                && source(value) >= 0;
    }

    private boolean inside(int value) {
        return graph.outputs().stream().noneMatch(output -> output.value() == value);
    }

    /** The convolution that produces a value, if its result has no other reader; else -1. */
    private int source(int value) {
        Operation operation = graph.nodes().get(value).operation();
        if (operation instanceof Operation.Convolution) {
            return value;
        }
        if (!(operation instanceof Operation.Unary unary) || unary.kind() != Operation.Function.LEAKY_RELU) {
            return -1;
        }
        int before = graph.nodes().get(value).inputs().get(0);
        boolean alone = readers.get(before).size() == 1 && inside(before);
        return alone && graph.nodes().get(before).operation() instanceof Operation.Convolution ? before : -1;
    }

    private void apply(int value) {
        Ranges.Range range = given.of(value);
        double[] most =
                range.channels().stream().mapToDouble(Ranges.Channel::most).toArray();
        double[] factors = factors(most, norms(value));
        scale(source(value), factors, true);
        readers.get(value).forEach(reader -> scale(reader, factors, false));
        double high = 0;
        List<Ranges.Channel> channels = new ArrayList<>();
        for (int c = 0; c < factors.length; c++) {
            high = Math.max(high, most[c] / factors[c]);
            channels.add(range.channels().get(c).divided(factors[c]));
        }
        ranges.set(value, new Ranges.Range(range.low() < 0 ? -high : 0, high, channels));
    }

    /** Euclidean norm of all weights that multiply each channel. */
    private double[] norms(int value) {
        double[] squares = new double[given.of(value).channels().size()];
        for (int reader : readers.get(value)) {
            Operation.Convolution convolution =
                    (Operation.Convolution) graph.nodes().get(reader).operation();
            int taps = convolution.kernel() * convolution.kernel();
            for (int i = 0; i < convolution.weight().length; i++) {
                double weight = convolution.weight()[i];
                squares[i / taps % squares.length] += weight * weight;
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    private static double[] factors(double[] most, double[] norms) {
        double[] values = bounded(most);
        double[] weights = bounded(norms);
        double[] factors = new double[most.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = Math.pow(values[c], SHARE) / Math.pow(weights[c], 1 - SHARE);
        }
        return factors;
    }

    /** Norms relative to the largest one, so that factors are close to 1. */
    private static double[] bounded(double[] numbers) {
        double largest = Arrays.stream(numbers).max().orElse(0);
        return Arrays.stream(numbers)
                .map(number -> largest == 0 ? 1 : Math.max(LEAST, number / largest))
                .toArray();
    }

    /** A convolution with its outputs divided, or its inputs multiplied. */
    private void scale(int node, double[] factors, boolean outputs) {
        Operation.Convolution convolution =
                (Operation.Convolution) nodes.get(node).operation();
        int taps = convolution.kernel() * convolution.kernel();
        float[] weight = convolution.weight().clone();
        float[] bias = convolution.bias().clone();
        for (int i = 0; i < weight.length; i++) {
            double factor =
                    outputs ? 1 / factors[i / (taps * convolution.inputs())] : factors[i / taps % convolution.inputs()];
            weight[i] = (float) (weight[i] * factor);
        }
        for (int o = 0; outputs && o < bias.length; o++) {
            bias[o] = (float) (bias[o] / factors[o]);
        }
        Operation scaled = convolution.with(weight, bias);
        nodes.set(node, new Graph.Node(scaled, nodes.get(node).inputs()));
    }
}
