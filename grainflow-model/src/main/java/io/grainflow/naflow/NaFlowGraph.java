package io.grainflow.naflow;

import io.grainflow.flow.ChannelMap;
import io.grainflow.flow.ConditionFeatures;
import io.grainflow.flow.CouplingGraph;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * NAFlow with trained parameters as graphs: latent to noisy image, and back. Consecutive linear layers are composed to one 1x1 convolution.
 */
public final class NaFlowGraph {
    /** Clean image, [C]. */
    public static final String CLEAN = "clean";

    /** Clean image with conditioning noise, [C]. */
    public static final String CONDITION = "condition";

    /** The latent, at the coarsest level. */
    public static final String LATENT = "latent";

    /** Noisy image, [C]. */
    public static final String NOISY = "noisy";

    /** Sum over the channels of the logarithms of a level's scales, one channel at that level; log|det| is its negative. */
    static final String LOG_SCALE = "log_scale_";

    private final NaFlowSpec spec;
    private final Weights weights;
    private final List<NaFlow.Plan.Step> steps;
    private final GraphBuilder graph = new GraphBuilder();

    private NaFlowGraph(NaFlowSpec spec, Weights weights) {
        this.spec = spec;
        this.weights = weights;
        this.steps = new NaFlow.Plan(spec).steps();
    }

    /**
     * Inputs {@link #CLEAN} (only if the flow models the residual noisy - clean), {@link #CONDITION}, {@link #LATENT}; output {@link
     * #NOISY}.
     */
    public static Graph decode(NaFlowSpec spec, Weights weights) {
        NaFlowGraph flow = new NaFlowGraph(spec, weights);
        int clean = spec.residual() ? flow.graph.input(CLEAN, spec.channels(), 0) : -1;
        int condition = flow.graph.input(CONDITION, spec.channels(), 0);
        int latent = flow.graph.input(LATENT, spec.latentChannels(), spec.levels());
        return flow.graph.output(NOISY, flow.decoded(clean, condition, latent)).build();
    }

    /**
     * The model for other programs: inputs {@link #CLEAN}, {@link NoiseGraph#CONDITION_NOISE} and {@link #LATENT}, and the capture as the
     * row of tables; output {@link #NOISY}. A single Gaussian that all captures share is stored as constants, not as a table.
     *
     * @param gaussians one for each capture in order, or a single one that all captures share
     */
    static Graph sampler(NaFlowSpec spec, Weights weights, List<LatentGaussian> gaussians) {
        NaFlowGraph flow = new NaFlowGraph(spec, weights);
        GraphBuilder graph = flow.graph;
        int clean = graph.input(CLEAN, spec.channels(), 0);
        int normal = graph.input(NoiseGraph.CONDITION_NOISE, spec.channels(), 0);
        int latent = graph.input(LATENT, spec.latentChannels(), spec.levels());
        int noised = graph.sum(graph.linear(normal, spec.conditionNoise(), 0), clean);
        int condition = graph.add(new Operation.Unary(Operation.Function.CLIP, 0, 1), noised);
        int z = spec.gaussianPerCapture() ? drawn(graph, latent, gaussians) : drawn(graph, latent, gaussians.get(0));
        return graph.output(NOISY, flow.decoded(clean, condition, z)).build();
    }

    private static int drawn(GraphBuilder graph, int latent, List<LatentGaussian> gaussians) {
        int deviations = NoiseGraph.table(graph, gaussians.stream().map(LatentGaussian::deviation));
        int means = NoiseGraph.table(graph, gaussians.stream().map(LatentGaussian::mean));
        return graph.sum(graph.product(latent, deviations), means);
    }

    private static int drawn(GraphBuilder graph, int latent, LatentGaussian shared) {
        int channels = shared.mean().length;
        double[] diagonal = new double[channels * channels];
        for (int c = 0; c < channels; c++) {
            diagonal[c * channels + c] = shared.deviation()[c];
        }
        return new ConvolutionValues(channels, 1, diagonal, shared.mean()).append(graph, latent);
    }

    /**
     * Inputs {@link #NOISY} (dequantised), {@link #CLEAN} (only if the flow models the residual), {@link #CONDITION}; outputs {@link
     * #LATENT} and {@link #LOG_SCALE} of each level from 1.
     */
    public static Graph encode(NaFlowSpec spec, Weights weights) {
        NaFlowGraph flow = new NaFlowGraph(spec, weights);
        GraphBuilder graph = flow.graph;
        int noisy = graph.input(NOISY, spec.channels(), 0);
        int start = spec.residual() ? graph.difference(noisy, graph.input(CLEAN, spec.channels(), 0)) : noisy;
        int condition = graph.input(CONDITION, spec.channels(), 0);
        flow.encoded(start, condition);
        return graph.build();
    }

    /** log|det| of the linear layers per position of each level, from level 0 (pixels), data to latent. */
    public static double[] linearLogAbsDets(NaFlowSpec spec, Weights weights) {
        double[] totals = new double[spec.levels() + 1];
        for (NaFlow.Plan.Step step : new NaFlow.Plan(spec).steps()) {
            if (step.kind() != NaFlow.Plan.Kind.SQUEEZE) {
                totals[step.level()] += linear(step, weights).logAbsDet();
            }
        }
        return totals;
    }

    private int decoded(int clean, int condition, int latent) {
        List<Integer> features = new ArrayList<>(features(condition));
        // the finest features, by far the largest, are needed last: computing them again is cheaper than keeping them
        features.set(0, features(condition, 1).get(0));
        int value = latent;
        ChannelMap pending = ChannelMap.identity(spec.latentChannels());
        boolean moved = false;
        for (int i = steps.size() - 1; i >= 0; i--) {
            NaFlow.Plan.Step step = steps.get(i);
            if (step.kind() == NaFlow.Plan.Kind.SQUEEZE) {
                value = moved ? pending.convolution().append(graph, value) : value;
                value = graph.add(new Operation.Unsqueeze(), value);
                pending = ChannelMap.identity(step.channels() / 4);
                moved = false;
                continue;
            }
            if (step.kind() == NaFlow.Plan.Kind.CONDITIONAL) {
                value = moved ? pending.convolution().append(graph, value) : value;
                pending = ChannelMap.identity(step.channels());
                int level = features.get(step.level() - 1);
                value = injector(step).inverse(value, level);
                value = coupling(step).inverse(value, level);
            }
            pending = pending.then(linear(step, weights).inverse());
            moved = true;
        }
        value = moved ? pending.convolution().append(graph, value) : value;
        return spec.residual() ? graph.sum(value, clean) : value;
    }

    private void encoded(int start, int condition) {
        List<Integer> features = features(condition);
        int value = start;
        ChannelMap pending = ChannelMap.identity(spec.channels());
        int logScale = -1;
        for (int i = 0; i < steps.size(); i++) {
            NaFlow.Plan.Step step = steps.get(i);
            if (step.kind() == NaFlow.Plan.Kind.SQUEEZE) {
                value = i > 0 && steps.get(i - 1).kind() != NaFlow.Plan.Kind.CONDITIONAL
                        ? pending.convolution().append(graph, value)
                        : value;
                value = graph.add(new Operation.Squeeze(), value);
                pending = ChannelMap.identity(step.channels());
                logScale = -1;
                continue;
            }
            pending = pending.then(linear(step, weights));
            if (step.kind() == NaFlow.Plan.Kind.CONDITIONAL) {
                value = pending.convolution().append(graph, value);
                pending = ChannelMap.identity(step.channels());
                int level = features.get(step.level() - 1);
                CouplingGraph.Forward coupled = coupling(step).forward(value, level);
                logScale = summed(logScale, coupled, step.channels());
                CouplingGraph.Forward injected = injector(step).forward(coupled.value(), level);
                logScale = summed(logScale, injected, step.channels());
                value = injected.value();
                if (last(i)) {
                    graph.output(LOG_SCALE + step.level(), logScale);
                }
            }
        }
        graph.output(LATENT, value);
    }

    /** Whether this step is the last one of its level. */
    private boolean last(int index) {
        return index + 1 == steps.size() || steps.get(index + 1).kind() == NaFlow.Plan.Kind.SQUEEZE;
    }

    private int summed(int before, CouplingGraph.Forward affine, int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, affine.from(), channels, 1f);
        int sum = graph.convolution(affine.logScale(), channels, 1, ones, new float[1]);
        return before < 0 ? sum : graph.sum(sum, before);
    }

    private CouplingGraph coupling(NaFlow.Plan.Step step) {
        return CouplingGraph.coupling(
                graph,
                spec.form().scale(),
                step.name() + ".coupling",
                step.channels(),
                spec.features(),
                spec.hidden(),
                weights);
    }

    private CouplingGraph injector(NaFlow.Plan.Step step) {
        return CouplingGraph.injector(
                graph,
                spec.form().scale(),
                step.name() + ".injector",
                step.channels(),
                spec.features(),
                spec.hidden(),
                weights);
    }

    private static ChannelMap linear(NaFlow.Plan.Step step, Weights weights) {
        ChannelMap convolution = ChannelMap.convolution(step.name() + ".conv", weights);
        return step.kind() == NaFlow.Plan.Kind.CONVOLUTION
                ? convolution
                : ChannelMap.actNorm(step.name() + ".actnorm", weights).then(convolution);
    }

    /** Features of the condition for each level from 1. */
    private List<Integer> features(int condition) {
        return features(condition, spec.levels());
    }

    private List<Integer> features(int condition, int levels) {
        List<Integer> features = new ArrayList<>();
        int value = condition;
        for (ConvolutionValues values : ConditionFeatures.values(weights, spec.channels(), spec.features(), levels)) {
            value = graph.add(new Operation.Squeeze(), values.append(graph, value));
            features.add(value);
        }
        return features;
    }
}
