package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * NM-FlowGAN with trained parameters as graphs. Meta encoders are evaluated in double precision for each camera and ISO, and become rows of
 * tables.
 */
final class NmFlowGanGraph {
    /** Output: negative log-density of each value in nats, [N,C,H,W]. */
    static final String NATS = "nats";

    /** Output: grey levels before rounding, [N,C,H,W]. */
    static final String GREY = "grey";

    private static final double WHITE = 255;
    private static final double LOG_NORMAL = 0.5 * Math.log(2 * Math.PI);

    private final NmFlowGanSpec spec;
    private final Weights weights;
    private final List<Transform> layers;
    private final Exposures exposures;
    private final GraphBuilder graph = new GraphBuilder();

    private NmFlowGanGraph(NmFlowGanSpec spec, Weights weights, NmFlow flow, List<Capture> captures) {
        this.spec = spec;
        this.weights = weights;
        this.layers = flow.layers().subList(2, flow.layers().size());
        Tensor dark = Tensor.zeros(captures.size(), spec.channels(), 1, 1).to(DType.FLOAT64);
        Condition condition = flow.condition(dark, captures, PositionWeights.all());
        this.exposures = condition.requireExposures();
    }

    /** Builds one graph. */
    private interface Recipe {
        void append(NmFlowGanGraph parts, GraphBuilder graph);
    }

    private static Graph build(NmFlowGanSpec spec, List<Capture> captures, Weights weights, Recipe recipe) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Parameters exact = Parameters.frozen(spec.slots(), weights, Device.CPU, DType.FLOAT64);
            NmFlow flow = new NmFlow(spec, exact, Mode.EVAL);
            NmFlowGanGraph parts = new NmFlowGanGraph(spec, weights, flow, captures);
            recipe.append(parts, parts.graph);
            return parts.graph.build();
        }));
    }

    /**
     * The whole sampling: clean image, its dequantisation and latent to noisy image.
     *
     * @param vocabulary in the order of the tables' rows
     */
    static Graph sampler(NmFlowGanSpec spec, List<Capture> vocabulary, Weights weights) {
        return build(spec, vocabulary, weights, (parts, graph) -> {
            int clean = clipped(graph, graph.input(NoiseGraph.CLEAN, spec.channels(), 0), 1);
            int uniform = graph.input(NoiseGraph.CLEAN_UNIFORM, spec.channels(), 0);
            int latent = graph.input(NoiseGraph.LATENT, spec.channels(), 0);
            int number = graph.apply(Operation.Function.FLOOR, graph.linear(clean, WHITE, 0.5));
            int light = graph.linear(graph.sum(number, uniform), 1 / GreyLevels.LEVELS, 0);
            int level = clipped(graph, graph.apply(Operation.Function.FLOOR, parts.decoded(light, latent)), WHITE);
            int noise = graph.linear(graph.difference(level, number), 1 / spec.noiseUnit(), 0);
            int correlated = NetworkGraph.append(graph, noise, CorrelationNetwork.of(spec), weights);
            int noisy = graph.sum(graph.linear(correlated, spec.noiseUnit(), 0), number);
            int limited = clipped(graph, noisy, GreyLevels.LEVELS);
            int rounded = spec.rounding() == NmFlowGanSpec.Rounding.GRID
                    ? clipped(graph, graph.apply(Operation.Function.FLOOR, graph.linear(limited, 1, 0.5)), WHITE)
                    : limited;
            graph.output(NoiseGraph.NOISY, graph.linear(rounded, 1 / WHITE, 0));
        });
    }

    /** Inputs: dequantised clean image divided by 256, latent. Output: {@link #GREY}. */
    static Graph decoder(NmFlowGanSpec spec, List<Capture> captures, Weights weights) {
        return build(spec, captures, weights, (parts, graph) -> {
            int light = graph.input(NoiseGraph.CLEAN, spec.channels(), 0);
            int latent = graph.input(NoiseGraph.LATENT, spec.channels(), 0);
            graph.output(GREY, parts.decoded(light, latent));
        });
    }

    /** Inputs: dequantised clean image divided by 256, dequantised grey levels. Output: {@link #NATS}. */
    static Graph likelihood(NmFlowGanSpec spec, List<Capture> captures, Weights weights) {
        return build(spec, captures, weights, (parts, graph) -> {
            int light = graph.input(NoiseGraph.CLEAN, spec.channels(), 0);
            int grey = graph.input(NoiseGraph.NOISY, spec.channels(), 0);
            graph.output(NATS, parts.nats(light, grey));
        });
    }

    private static int clipped(GraphBuilder graph, int value, double most) {
        return graph.add(new Operation.Unary(Operation.Function.CLIP, 0, most), value);
    }

    private int decoded(int light, int latent) {
        int value = latent;
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i) instanceof CaptureAffine affine) {
                AffineMap map = affine.map(exposures);
                int shifted = graph.difference(value, table(rows(map.shift())));
                value = graph.product(shifted, table(rows(map.logScale().neg().exp())));
            } else {
                Halves map = halves(i, light);
                int scale = graph.apply(Operation.Function.EXP, graph.linear(map.logScale(), -1, 0));
                value = graph.product(graph.difference(value, map.shift()), scale);
            }
        }
        return graph.linear(graph.sum(value, light), GreyLevels.LEVELS, 0);
    }

    private int nats(int light, int grey) {
        int value = graph.difference(graph.linear(grey, 1 / GreyLevels.LEVELS, 0), light);
        int nats = graph.linear(value, 0, LOG_NORMAL + Math.log(GreyLevels.LEVELS));
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof CaptureAffine affine) {
                AffineMap map = affine.map(exposures);
                value = graph.sum(graph.product(value, table(rows(map.logScale().exp()))), table(rows(map.shift())));
                nats = graph.difference(nats, table(rows(map.logScale())));
            } else {
                Halves map = halves(i, light);
                int scale = graph.apply(Operation.Function.EXP, map.logScale());
                value = graph.sum(graph.product(value, scale), map.shift());
                nats = graph.difference(nats, map.logScale());
            }
        }
        return graph.sum(nats, graph.linear(graph.product(value, value), 0.5, 0));
    }

    /** Indices of the logarithms of scales, and of shifts. */
    private record Halves(int logScale, int shift) {}

    private Halves halves(int index, int light) {
        String name = NmFlowGanSpec.name(index);
        int both;
        if (layers.get(index) instanceof StructureAffine structure) {
            int own = NetworkGraph.append(graph, light, StructureAffine.structure(spec, name), weights);
            both = graph.product(own, table(rows(structure.meta().of(exposures))));
        } else {
            both = signal((SignalAffine) layers.get(index), name, light);
        }
        return new Halves(
                graph.add(new Operation.Slice(0, spec.channels()), both),
                graph.add(new Operation.Slice(spec.channels(), 2 * spec.channels()), both));
    }

    /**
     * The first two convolutions have nothing between them and become one; what camera and ISO add to it is a row of a table. A normalisation
     * by the statistics of the image cancels this row.
     */
    private int signal(SignalAffine layer, String name, int light) {
        Network network = SignalAffine.pointwise(spec, name);
        Composed first = composed(name, rows(layer.meta().of(exposures)));
        int value = first.convolution().append(graph, light);
        if (spec.signalNorm() == NmFlowGanSpec.SignalNorm.NONE) {
            value = graph.sum(value, table(first.rows()));
        }
        int channels = first.convolution().bias().length;
        List<Network.Node> others = network.nodes().subList(2, network.nodes().size()).stream()
                .map(node -> new Network.Node(
                        node.layer(),
                        node.inputs().stream().map(input -> input - 2).toList()))
                .toList();
        return NetworkGraph.append(graph, value, new Network(channels, others), weights);
    }

    /**
     * Two convolutions of 1x1 in one.
     *
     * @param convolution of the clean image
     * @param rows what camera and ISO add to it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    private record Composed(ConvolutionValues convolution, double[][] rows) {}

    private Composed composed(String name, double[]... meta) {
        String body = name + ".scale_and_bias.body.";
        double[] first = weights.get(body + "0.weight").toDoubles();
        double[] second = weights.get(body + "1.0.weight").toDoubles();
        double[] before = weights.get(body + "0.bias").toDoubles();
        double[] bias = weights.get(body + "1.0.bias").toDoubles();
        int channels = spec.channels();
        double[] weight = new double[bias.length * channels];
        double[][] rows = new double[meta.length][bias.length];
        for (int o = 0; o < bias.length; o++) {
            for (int f = 0; f < before.length; f++) {
                double factor = second[o * before.length + f];
                bias[o] += factor * before[f];
                for (int c = 0; c < channels; c++) {
                    weight[o * channels + c] += factor * first[f * 2 * channels + channels + c];
                    for (int k = 0; k < meta.length; k++) {
                        rows[k][o] += factor * first[f * 2 * channels + c] * meta[k][c];
                    }
                }
            }
        }
        return new Composed(new ConvolutionValues(channels, 1, weight, bias), rows);
    }

    /** [captures,channels,1,1] as rows. */
    private static double[][] rows(Tensor perCapture) {
        double[] values = perCapture.toDoubles();
        int channels = (int) perCapture.shape()[1];
        double[][] rows = new double[values.length / channels][];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = Arrays.copyOfRange(values, k * channels, (k + 1) * channels);
        }
        return rows;
    }

    private int table(double[]... rows) {
        return NoiseGraph.table(graph, Arrays.stream(rows));
    }
}
