package io.grainflow.noiseflow.layer;

import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.network.ConvolutionValues;
import java.util.function.IntUnaryOperator;

/** The inverse of the couplings of Noise Flow and Flow-sRGB as part of a graph. */
public final class EdgeGraph {
    private static final int AREA = 9;

    private EdgeGraph() {}

    /**
     * (moved - t) * exp(-l), where t and r come from the network.
     *
     * @param seen the value that the network reads
     * @param moved the value that the coupling has changed, {@link FoldedCoupling#half} channels
     * @param opposite appends -l to the graph, given tanh(r)
     */
    public static int uncoupled(
            GraphBuilder graph, FoldedCoupling network, int seen, int moved, IntUnaryOperator opposite) {
        int output = network(graph, network, seen);
        int shift = graph.add(new Operation.Slice(0, network.half()), output);
        int raw = graph.add(new Operation.Slice(network.half(), 2 * network.half()), output);
        int scale = graph.apply(Operation.Function.EXP, opposite.applyAsInt(graph.apply(Operation.Function.TANH, raw)));
        return graph.product(graph.difference(moved, shift), scale);
    }

    /**
     * The extra channel, which is 1 outside the image, adds the sum of those taps that lie outside. This equals the sum of all taps minus
     * the result for a zero-padded channel of ones. The channel of ones is an additional output of the second convolution with zero weights
     * and a bias of 1.
     */
    private static int network(GraphBuilder graph, FoldedCoupling network, int seen) {
        int width = network.width();
        ConvolutionValues first = new ConvolutionValues(network.inputs(), 3, network.first(), network.firstBias());
        int hidden = graph.add(Operation.Unary.relu(), first.append(graph, seen));
        ConvolutionValues second = new ConvolutionValues(width, 1, network.second(), network.secondBias())
                .outputs(0, width, 0, width + 1, 1);
        hidden = graph.add(Operation.Unary.relu(), second.append(graph, hidden));
        double[] weight = network.third().clone();
        double[] bias = network.thirdBias().clone();
        for (int o = 0; o < bias.length; o++) {
            int from = (o * (width + 1) + width) * AREA;
            for (int tap = from; tap < from + AREA; tap++) {
                bias[o] += weight[tap];
                weight[tap] = -weight[tap];
            }
        }
        return new ConvolutionValues(width + 1, 3, weight, bias).append(graph, hidden);
    }
}
