package io.grainflow.flow;

import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;

/**
 * A coupling or injector of NAFlow as part of a graph. Channels are neither split nor concatenated, which would cost passes over memory: a
 * convolution that reads one half has zero weights for the other, and channels that a coupling does not change have shift 0 and scale 1.
 */
public final class CouplingGraph {
    private final GraphBuilder graph;
    private final AffineScale form;
    private final int channels;
    private final int first;
    private final ConvolutionValues in;
    private final ConvolutionValues body;
    private final ConvolutionValues mix;
    private final ConvolutionValues out;

    private CouplingGraph(
            GraphBuilder graph,
            AffineScale form,
            Network network,
            String name,
            int channels,
            int first,
            Weights weights) {
        this.graph = graph;
        this.form = form;
        this.channels = channels;
        this.first = first;
        this.in = values(network, name + ".in", weights)
                .scaled(1, logs(name + ".in", weights), bias(name + ".in", weights));
        this.body = values(network, name + ".body", weights);
        this.mix = values(network, name + ".mix", weights)
                .scaled(1, logs(name + ".mix", weights), bias(name + ".mix", weights));
        this.out = values(network, name + ".out", weights)
                .scaled(
                        CouplingNetwork.SCALE_FACTOR,
                        weights.get(name + ".out.logs").toDoubles());
    }

    /** A coupling, {@link AffineCoupling}. */
    public static CouplingGraph coupling(
            GraphBuilder graph,
            AffineScale form,
            String name,
            int channels,
            int features,
            int hidden,
            Weights weights) {
        Network network = AffineCoupling.network(name, channels, features, hidden);
        return new CouplingGraph(graph, form, network, name, channels, channels / 2, weights);
    }

    /** An injector, {@link AffineInjector}. */
    public static CouplingGraph injector(
            GraphBuilder graph,
            AffineScale form,
            String name,
            int channels,
            int features,
            int hidden,
            Weights weights) {
        Network network = AffineInjector.network(name, channels, features, hidden);
        return new CouplingGraph(graph, form, network, name, channels, 0, weights);
    }

    /** Data to latent: value / s - t; and the logarithm of s. */
    public Forward forward(int value, int features) {
        int hidden = hidden(value, features);
        AffineScale.Node scale = form.of(graph, raw(hidden));
        int scaled = graph.quotient(value, scale.scale());
        return new Forward(graph.difference(scaled, shift(hidden)), scale.log(graph), first);
    }

    /**
     * Result of the direction from data to latent.
     *
     * @param value [C]
     * @param logScale logarithm of the scale, [C]
     * @param from the first channel whose logarithm counts; the channels before it are not changed
     */
    public record Forward(int value, int logScale, int from) {}

    /** Latent to data: (value + t) * s. */
    public int inverse(int value, int features) {
        int hidden = hidden(value, features);
        int shifted = graph.sum(shift(hidden), value);
        return graph.product(form.of(graph, raw(hidden)).scale(), shifted);
    }

    private int hidden(int value, int features) {
        int fromFeatures =
                in.inputs(first, in.inputs(), in.inputs() - first, true).append(graph, features);
        int entered = fromFeatures;
        if (first > 0) {
            entered = graph.sum(in.inputs(0, first, channels, false).append(graph, value), fromFeatures);
        }
        int trunk = graph.add(Operation.Unary.relu(), entered);
        int inner = graph.add(Operation.Unary.relu(), body.append(graph, trunk));
        return graph.sum(mix.append(graph, inner), trunk);
    }

    private int shift(int hidden) {
        return out.outputs(0, channels - first, first, channels, 0).append(graph, hidden);
    }

    private int raw(int hidden) {
        return out.outputs(channels - first, 2 * (channels - first), first, channels, form.rawOfOne())
                .append(graph, hidden);
    }

    private static ConvolutionValues values(Network network, String name, Weights weights) {
        Layer.Convolution convolution = network.nodes().stream()
                .map(Network.Node::layer)
                .filter(Layer.Convolution.class::isInstance)
                .map(Layer.Convolution.class::cast)
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
        return ConvolutionValues.of(convolution, weights);
    }

    private static double[] logs(String name, Weights weights) {
        return weights.get(name + ".actnorm.logs").toDoubles();
    }

    private static double[] bias(String name, Weights weights) {
        return weights.get(name + ".actnorm.bias").toDoubles();
    }
}
