package io.grainflow.noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.InvertibleConvolution;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noiseflow.layer.CaptureAffine;
import io.grainflow.noiseflow.layer.ConditionalEdgeCoupling;
import io.grainflow.noiseflow.layer.EdgeCoupling;
import io.grainflow.noiseflow.layer.EdgeGraph;
import io.grainflow.noiseflow.layer.FoldedCoupling;
import io.grainflow.noiseflow.sampling.FusedSampler.Step;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Noise Flow and Flow-sRGB with trained parameters as graphs: clean image and latent to noisy image. Each layer is evaluated in double
 * precision for each camera and ISO, as {@link NoiseFlowSteps} does; parameters that differ between captures become rows of tables.
 */
final class CaptureFlowGraph {
    private static final int LEVELS = 256;
    private static final double WHITE = 255;
    private static final int[] CLOCKWISE = {0, 1, 3, 2};

    private final CaptureFlowSpec spec;
    private final List<Capture> vocabulary;
    private final NoiseFlow flow;
    private final GraphBuilder graph;
    private final int light;

    /** @param light the clean signal that the layers are conditioned on, in the flow's order of channels */
    private CaptureFlowGraph(
            CaptureFlowSpec spec, List<Capture> vocabulary, NoiseFlow flow, GraphBuilder graph, int light) {
        this.spec = spec;
        this.vocabulary = vocabulary;
        this.flow = flow;
        this.graph = graph;
        this.light = light;
    }

    /** The graph for packed raw images. The noise is added without clipping, as in {@link NoiseFlowNoise}. */
    static Graph noiseFlow(NoiseFlowSpec spec, List<Capture> vocabulary, Weights weights) {
        int[] order = spec.packing() == NoiseFlowSpec.Packing.ROWS
                ? IntStream.range(0, spec.channels()).toArray()
                : CLOCKWISE.clone();
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(NoiseGraph.CLEAN, spec.channels(), 0);
        int latent = ordered(graph, graph.input(NoiseGraph.LATENT, spec.channels(), 0), order);
        int light = ordered(graph, clipped(graph, clean, 1), order);
        int noise = ordered(graph, decoded(spec, vocabulary, weights, graph, light, latent), order);
        return graph.output(NoiseGraph.NOISY, graph.sum(clean, noise)).build();
    }

    /** The graph for 8-bit photographs, whose output lies on the 8-bit grid as in {@link FlowSrgbNoise}. */
    static Graph flowSrgb(FlowSrgbSpec spec, List<Capture> vocabulary, Weights weights) {
        int channels = spec.channels();
        int[] order = IntStream.range(0, channels)
                .map(c -> spec.order() == FlowSrgbSpec.Order.RGB ? c : channels - 1 - c)
                .toArray();
        GraphBuilder graph = new GraphBuilder();
        int clean = clipped(graph, graph.input(NoiseGraph.CLEAN, channels, 0), 1);
        int uniform = graph.input(NoiseGraph.CLEAN_UNIFORM, channels, 0);
        int latent = ordered(graph, graph.input(NoiseGraph.LATENT, channels, 0), order);
        int number = graph.apply(Operation.Function.FLOOR, graph.linear(clean, WHITE, 0.5));
        int light = ordered(graph, graph.linear(graph.sum(number, uniform), 1.0 / LEVELS, 0), order);
        int noise = decoded(spec, vocabulary, weights, graph, light, latent);
        int noisy = ordered(graph, graph.sum(noise, light), order);
        int grid = graph.apply(Operation.Function.FLOOR, graph.linear(noisy, LEVELS, 0));
        int limited = clipped(graph, grid, WHITE);
        return graph.output(NoiseGraph.NOISY, graph.linear(limited, 1 / WHITE, 0))
                .build();
    }

    private static int clipped(GraphBuilder graph, int value, double white) {
        return graph.add(new Operation.Unary(Operation.Function.CLIP, 0, white), value);
    }

    /** Channel i of the result is channel order[i]. Both possible orders are their own inverses. */
    private static int ordered(GraphBuilder graph, int value, int... order) {
        int channels = order.length;
        double[] matrix = new double[channels * channels];
        boolean same = true;
        for (int c = 0; c < channels; c++) {
            matrix[c * channels + order[c]] = 1;
            same &= order[c] == c;
        }
        return same ? value : new ConvolutionValues(channels, 1, matrix, new double[channels]).append(graph, value);
    }

    /** Latent to noise, both in the flow's order of channels. */
    private static int decoded(
            CaptureFlowSpec spec,
            List<Capture> vocabulary,
            Weights weights,
            GraphBuilder graph,
            int light,
            int latent) {
        vocabulary.stream()
                .filter(capture -> !spec.cameras().contains(capture.camera().code()))
                .findFirst()
                .ifPresent(capture -> {
                    throw new InputException(
                            "noise model",
                            "names " + capture + " but has parameters of " + String.join(", ", spec.cameras())
                                    + " only",
                            "train or import it again");
                });
        return Scope.heap(() -> NoGrad.run(() -> {
            Parameters exact = Parameters.frozen(spec.slots(), weights, Device.CPU, DType.FLOAT64);
            NoiseFlow flow = new NoiseFlow(spec, exact, Mode.EVAL);
            return new CaptureFlowGraph(spec, vocabulary, flow, graph, light).decoded(latent);
        }));
    }

    private int decoded(int latent) {
        List<Transform> layers = flow.layers();
        int value = latent;
        for (int i = layers.size() - 1; i >= 0; i--) {
            value = inverse(layers.get(i), value);
        }
        return value;
    }

    private int inverse(Transform layer, int value) {
        if (layer instanceof EdgeCoupling coupling) {
            return uncoupled(coupling, value);
        }
        if (layer instanceof ConditionalEdgeCoupling coupling) {
            return uncoupled(coupling, value);
        }
        if (layer instanceof InvertibleConvolution) {
            double[] matrix = NoiseFlowSteps.mix(layer, spec.channels()).matrix();
            return new ConvolutionValues(spec.channels(), 1, matrix, new double[spec.channels()]).append(graph, value);
        }
        return layer instanceof CaptureAffine ? mapped(layer, value) : scaled(layer, value);
    }

    private int uncoupled(EdgeCoupling coupling, int value) {
        FoldedCoupling network = coupling.folded();
        int first = graph.add(new Operation.Slice(0, network.half()), value);
        int second = graph.add(new Operation.Slice(network.half(), spec.channels()), value);
        int moved =
                EdgeGraph.uncoupled(graph, network, first, second, tanh -> graph.linear(tanh, -network.rescale(), 0));
        return graph.add(new Operation.Concat(), first, moved);
    }

    private int uncoupled(ConditionalEdgeCoupling coupling, int value) {
        int first = graph.add(new Operation.Slice(0, 1), value);
        int others = graph.add(new Operation.Slice(1, spec.channels()), value);
        int seen = graph.add(new Operation.Concat(), first, light);
        double[][] factors = perCapture(condition -> filled(spec.channels() - 1, -coupling.factors(condition)[0]));
        int moved = EdgeGraph.uncoupled(
                graph, coupling.folded(), seen, others, tanh -> graph.product(tanh, table(factors)));
        return graph.add(new Operation.Concat(), first, moved);
    }

    /** Layers that scale by sqrt(slope * signal + floor). Those that depend on neither signal nor capture become a constant. */
    private int scaled(Transform layer, int value) {
        List<Step.ScaleBySignal> scales = vocabulary.stream()
                .map(capture -> NoiseFlowSteps.scale(flow, layer, capture))
                .toList();
        double[][] slopes =
                rows(scales.stream().mapToDouble(Step.ScaleBySignal::slope).toArray());
        double[][] floors =
                rows(scales.stream().mapToDouble(Step.ScaleBySignal::floor).toArray());
        if (Arrays.stream(slopes).anyMatch(row -> row[0] != 0)) {
            int variance = graph.sum(graph.product(light, table(slopes)), table(floors));
            return graph.product(value, graph.apply(Operation.Function.SQRT, variance));
        }
        double[][] deviations =
                rows(Arrays.stream(floors).mapToDouble(row -> Math.sqrt(row[0])).toArray());
        return Arrays.stream(deviations).allMatch(row -> row[0] == deviations[0][0])
                ? graph.linear(value, deviations[0][0], 0)
                : graph.product(value, table(deviations));
    }

    /** An affine map per channel and capture, determined by evaluating the layer on zeros and on ones. */
    private int mapped(Transform layer, int value) {
        double[][] offsets = perCapture(condition -> answer(layer, 0, condition));
        double[][] sums = perCapture(condition -> answer(layer, 1, condition));
        double[][] slopes = new double[sums.length][spec.channels()];
        for (int i = 0; i < sums.length; i++) {
            for (int c = 0; c < spec.channels(); c++) {
                slopes[i][c] = sums[i][c] - offsets[i][c];
            }
        }
        return graph.sum(graph.product(value, table(slopes)), table(offsets));
    }

    private double[] answer(Transform layer, double asked, Condition condition) {
        Tensor value = Tensor.ofDoubles(filled(spec.channels(), asked), 1, spec.channels(), 1, 1);
        return layer.inverse(value, condition).value().toDoubles();
    }

    /** Numbers that a layer gives under the condition of one camera and ISO. */
    @FunctionalInterface
    private interface LayerResponse {
        double[] of(Condition condition);
    }

    private double[][] perCapture(LayerResponse response) {
        Tensor dark = Tensor.ofDoubles(new double[spec.channels()], 1, spec.channels(), 1, 1);
        return vocabulary.stream()
                .map(capture -> response.of(flow.condition(dark, List.of(capture), PositionWeights.all())))
                .toArray(double[][]::new);
    }

    /** One number per capture for all channels. */
    private double[][] rows(double... perCapture) {
        return Arrays.stream(perCapture)
                .mapToObj(number -> filled(spec.channels(), number))
                .toArray(double[][]::new);
    }

    private static double[] filled(int channels, double number) {
        double[] row = new double[channels];
        Arrays.fill(row, number);
        return row;
    }

    private int table(double[]... rows) {
        return NoiseGraph.table(graph, Arrays.stream(rows));
    }
}
