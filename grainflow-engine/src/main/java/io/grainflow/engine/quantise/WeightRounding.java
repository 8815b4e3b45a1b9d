package io.grainflow.engine.quantise;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rounds the weights of convolutions to 8 bits. Each weight is rounded up or down such that the errors of the products cancel, instead of
 * to the nearest integer (Nagel et al. 2020, "Up or Down? Adaptive Rounding for Post-Training Quantization"). The squared error of an
 * output, E[(sum e x)^2] over its weights' errors e, is lowered weight by weight. As in Guo et al. 2022, "SQuant", the second moments of
 * the inputs x are computed from each channel's mean and deviation alone: channels are taken as independent, positions within a kernel as
 * equally correlated. The remaining mean error is subtracted from the bias (Nagel et al. 2019).
 */
final class WeightRounding {
    /** Assumed correlation between the positions of a kernel within a channel. */
    private static final double ALIKE = 0.9;

    private static final int MOST_PASSES = 20;

    /** Least relative gain of a change; smaller gains are rounding errors of the sums. */
    private static final double WORTH = 1e-9;

    private final double[] mean;
    private final double[] variance;
    private final int taps;

    /** Rounding errors of the weights of one output: of each weight, of each channel's sum, and of the mean output. */
    private final double[] errors;

    private final double[] sums;
    private double shift;

    private WeightRounding(List<Ranges.Channel> channels, int taps) {
        this.mean = channels.stream().mapToDouble(Ranges.Channel::mean).toArray();
        this.variance = channels.stream()
                .mapToDouble(channel -> channel.deviation() * channel.deviation())
                .toArray();
        this.taps = taps;
        this.errors = new double[mean.length * taps];
        this.sums = new double[mean.length];
    }

    /** The graph with rounded weights in the convolutions that are computed in integers. */
    static Graph of(Graph graph, Ranges ranges, WeightRange weights) {
        List<Graph.Node> nodes = new ArrayList<>(graph.nodes());
        for (int i = 0; i < nodes.size(); i++) {
            if (IntegerGraph.takes(graph, ranges, i)) {
                List<Integer> inputs = nodes.get(i).inputs();
                Operation.Convolution convolution =
                        (Operation.Convolution) nodes.get(i).operation();
                nodes.set(i, new Graph.Node(rounded(convolution, ranges.of(inputs.get(0)), weights), inputs));
            }
        }
        return new Graph(nodes, graph.outputs());
    }

    private static Operation.Convolution rounded(
            Operation.Convolution convolution, Ranges.Range range, WeightRange weights) {
        float[] weight = convolution.weight().clone();
        float[] bias = convolution.bias().clone();
        int levels = weights.largest(range.low() < 0);
        WeightRounding rounding = new WeightRounding(range.channels(), convolution.kernel() * convolution.kernel());
        for (int o = 0; o < bias.length; o++) {
            rounding.round(weight, o * rounding.errors.length, levels);
            bias[o] -= (float) rounding.shift;
        }
        return convolution.with(weight, bias);
    }

    /** Rounds the weights of one output in place. The largest weight is kept, so that the scale does not change. */
    private void round(float[] weight, int from, int levels) {
        float largest = 0;
        for (int i = 0; i < errors.length; i++) {
            largest = Math.max(largest, Math.abs(weight[from + i]));
        }
        float step = largest == 0 ? 1 : largest / levels;
        int[] steps = nearest(weight, from, step);
        boolean better = true;
        for (int pass = 0; pass < MOST_PASSES && better; pass++) {
            better = false;
            for (int i = 0; i < steps.length; i++) {
                int other = errors[i] > 0 ? -1 : 1;
                if (Math.abs(steps[i]) < levels && gain(i, other * step) < -WORTH * step * step * variance(i)) {
                    add(i, other * step);
                    steps[i] += other;
                    better = true;
                }
            }
        }
        for (int i = 0; i < steps.length; i++) {
            weight[from + i] = steps[i] * step;
        }
    }

    private int[] nearest(float[] weight, int from, float step) {
        Arrays.fill(errors, 0);
        Arrays.fill(sums, 0);
        shift = 0;
        int[] steps = new int[errors.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.round(weight[from + i] / step);
            add(i, (double) steps[i] * step - weight[from + i]);
        }
        return steps;
    }

    private void add(int i, double change) {
        errors[i] += change;
        sums[i / taps] += change;
        shift += change * mean[i / taps];
    }

    private double variance(int i) {
        int channel = i / taps;
        return mean[channel] * mean[channel] + variance[channel];
    }

    /** What a change of a weight adds to the squared error of the output. */
    private double gain(int i, double change) {
        int channel = i / taps;
        double moved = change * mean[channel];
        return moved * (2 * shift + moved)
                + variance[channel]
                        * change
                        * (ALIKE * (2 * sums[channel] + change) + (1 - ALIKE) * (2 * errors[i] + change));
    }
}
