package io.grainflow.c2n;

import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The generator as networks under the names of the released code, and how they are connected: on tensors, and in a graph. */
final class C2nGenerator {
    static final String HEAD = "ext_head";
    static final String MERGE = "ext_merge";
    static final String FEATURES = "ext";
    static final String INDEPENDENT = "indep_merge";
    static final String INDEPENDENT_POINTS = "pipe_indep_1";
    static final String INDEPENDENT_AREAS = "pipe_indep_3";
    static final String DEPENDENT = "dep_merge";
    static final String DEPENDENT_POINTS = "pipe_dep_1";
    static final String DEPENDENT_AREAS = "pipe_dep_3";
    static final String TAIL = "T_tail";

    /** Least deviation of the signal-dependent features. */
    static final double LEAST_DEVIATION = 1e-6;

    private final C2nSpec spec;
    private final Map<String, Network> modules;

    C2nGenerator(C2nSpec spec) {
        this.spec = spec;
        int width = spec.width();
        Map<String, Network> made = new LinkedHashMap<>();
        made.put(HEAD, C2nNetworks.head(HEAD, spec.channels(), width, 2 * width));
        made.put(MERGE, C2nNetworks.rectified(MERGE, 2 * width + spec.styles(), 2 * width));
        made.put(FEATURES, C2nNetworks.blocks(FEATURES, spec.signalBlocks(), 2 * width, 3, true));
        made.put(INDEPENDENT, C2nNetworks.convolution(INDEPENDENT, width, width, 1));
        made.put(INDEPENDENT_POINTS, blocks(INDEPENDENT_POINTS, spec.independentBlocks(), 1));
        made.put(INDEPENDENT_AREAS, blocks(INDEPENDENT_AREAS, spec.independentBlocks(), 3));
        made.put(DEPENDENT, C2nNetworks.convolution(DEPENDENT, width, width, 1));
        made.put(DEPENDENT_POINTS, blocks(DEPENDENT_POINTS, spec.dependentBlocks(), 1));
        made.put(DEPENDENT_AREAS, blocks(DEPENDENT_AREAS, spec.dependentBlocks(), 3));
        made.put(TAIL, C2nNetworks.convolution(TAIL, width, spec.channels(), 1));
        this.modules = made;
    }

    private Network blocks(String name, int count, int kernel) {
        return C2nNetworks.blocks(name, count, spec.width(), kernel, false);
    }

    List<ParameterSlot> parameters() {
        return modules.values().stream()
                .flatMap(module -> module.parameters().stream())
                .toList();
    }

    /** How many pixels to each side the noise of a pixel depends on. */
    int radius() {
        int signal = radius(HEAD) + radius(MERGE) + radius(FEATURES) + radius(DEPENDENT_AREAS);
        return Math.max(signal, radius(INDEPENDENT_AREAS));
    }

    private int radius(String module) {
        return module(module).receptiveRadius();
    }

    private Network module(String name) {
        return Objects.requireNonNull(modules.get(name), name);
    }

    /** The result of one network. */
    Tensor run(String module, Parameters parameters, Tensor input) {
        return TorchLowering.forward(module(module), parameters, input, Mode.TRAIN);
    }

    /**
     * The noise.
     *
     * @param clean [N,C,H,W] in the generator's order of channels, white = 1; height and width are at least 2
     * @return [N,C,H,W], neither clipped nor rounded
     */
    Tensor noise(Parameters parameters, Tensor clean, C2nDraws draws) {
        Tensor mixed = dependent(parameters, clean, draws);
        Tensor independent = run(INDEPENDENT, parameters, draws.independent());
        Tensor sum = mixed.add(run(INDEPENDENT_POINTS, parameters, independent))
                .add(run(INDEPENDENT_AREAS, parameters, independent));
        return run(TAIL, parameters, sum);
    }

    private Tensor dependent(Parameters parameters, Tensor clean, C2nDraws draws) {
        int width = spec.width();
        Tensor statistics = statistics(parameters, clean, draws.style());
        Tensor deviation = deviation(statistics.narrow(1, width, width));
        Tensor sampled = statistics.narrow(1, 0, width).add(deviation.mul(draws.normal()));
        Tensor merged = run(DEPENDENT, parameters, sampled);
        return run(DEPENDENT_POINTS, parameters, merged).add(run(DEPENDENT_AREAS, parameters, merged));
    }

    /** Means and raw deviations of the signal-dependent features, [N,2*width,H,W]. */
    private Tensor statistics(Parameters parameters, Tensor clean, Tensor style) {
        long[] shape = clean.shape();
        Tensor plane = Tensor.ones(1, 1, shape[2], shape[3]).to(style.dtype()).to(style.device());
        Tensor styles = style.reshape(shape[0], spec.styles(), 1, 1).mul(plane);
        Tensor seen = Tensor.cat(List.of(run(HEAD, parameters, clean), styles), 1);
        return run(FEATURES, parameters, run(MERGE, parameters, seen));
    }

    static Tensor deviation(Tensor raw) {
        return raw.relu().add(LEAST_DEVIATION);
    }

    /**
     * Appends the generator to a graph.
     *
     * @param inputs values of the graph
     * @return the noise, in the order of channels of the weights
     */
    int append(GraphBuilder graph, Inputs inputs, Weights weights) {
        int width = spec.width();
        int head = append(graph, inputs.clean(), HEAD, weights);
        int merged = append(graph, graph.add(new Operation.Concat(), head, inputs.style()), MERGE, weights);
        int statistics = append(graph, merged, FEATURES, weights);
        int mean = graph.add(new Operation.Slice(0, width), statistics);
        int raw = graph.add(new Operation.Slice(width, 2 * width), statistics);
        int deviation = graph.linear(graph.add(Operation.Unary.relu(), raw), 1, LEAST_DEVIATION);
        int sampled = graph.sum(graph.product(inputs.normal(), deviation), mean);
        int dependent = append(graph, sampled, DEPENDENT, weights);
        int independent = append(graph, inputs.independent(), INDEPENDENT, weights);
        int sum = graph.sum(
                graph.sum(
                        append(graph, dependent, DEPENDENT_POINTS, weights),
                        append(graph, dependent, DEPENDENT_AREAS, weights)),
                graph.sum(
                        append(graph, independent, INDEPENDENT_POINTS, weights),
                        append(graph, independent, INDEPENDENT_AREAS, weights)));
        return append(graph, sum, TAIL, weights);
    }

    private int append(GraphBuilder graph, int input, String module, Weights weights) {
        return NetworkGraph.append(graph, input, module(module), weights);
    }

    /**
     * Values of a graph that the generator reads.
     *
     * @param clean [N,C,H,W]
     * @param normal [N,width,H,W]
     * @param independent [N,width,H,W]
     * @param style [N,styles,H,W], the same at every position
     */
    record Inputs(int clean, int normal, int independent, int style) {}
}
