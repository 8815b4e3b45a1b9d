package io.grainflow.naflow;

import io.grainflow.engine.Plan;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.inference.ChannelInterleaving;
import io.grainflow.network.Weights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NAFlow on the compiled engine. Each plan is compiled when it is first needed. */
final class CompiledNaFlow implements NaFlowEngine {
    private static final int TILE = 1024;

    private final NaFlowSpec spec;
    private final Weights weights;
    private final int threads;
    private final double[] linear;
    private @Nullable Compiled decoder;
    private @Nullable Compiled encoder;

    CompiledNaFlow(NaFlowSpec spec, Weights weights, int threads) {
        this.spec = spec;
        this.weights = weights;
        this.threads = threads;
        this.linear = NaFlowGraph.linearLogAbsDets(spec, weights);
    }

    @Override
    public float[] decode(Size size, float[] clean, float[] condition, float[] latent) {
        List<float[]> inputs = spec.residual() ? List.of(clean, condition, latent) : List.of(condition, latent);
        return decoder().run(size, inputs).get(0);
    }

    @Override
    public Latent encode(Size size, float[] noisy, float[] clean, float[] condition, float[] weights) {
        List<float[]> inputs = spec.residual() ? List.of(noisy, clean, condition) : List.of(noisy, condition);
        List<float[]> outputs = encoder().run(size, inputs);
        double logAbsDet = 0;
        float[] counted = weights;
        for (int level = 0; level <= spec.levels(); level++) {
            double positions = 0;
            for (int i = 0; i < counted.length; i++) {
                positions += counted[i];
                logAbsDet -= level == 0 ? 0 : (double) counted[i] * outputs.get(level - 1)[i];
            }
            logAbsDet += positions * linear[level];
            counted = level < spec.levels() ? halved(counted, size.width() >> level) : counted;
        }
        return new Latent(outputs.get(spec.levels()), logAbsDet);
    }

    /** Means of 2x2 blocks. */
    private static float[] halved(float[] weights, int width) {
        float[] halved = new float[weights.length / 4];
        for (int i = 0; i < halved.length; i++) {
            int at = i / (width / 2) * 2 * width + i % (width / 2) * 2;
            halved[i] = 0.25f * (weights[at] + weights[at + 1] + weights[at + width] + weights[at + width + 1]);
        }
        return halved;
    }

    private synchronized Compiled decoder() {
        if (decoder == null) {
            decoder = new Compiled(NaFlowGraph.decode(spec, weights), threads);
        }
        return decoder;
    }

    private synchronized Compiled encoder() {
        if (encoder == null) {
            encoder = new Compiled(NaFlowGraph.encode(spec, weights), threads);
        }
        return encoder;
    }

    @Override
    public int mostSide() {
        return TILE;
    }

    @Override
    public synchronized void close() {
        if (decoder != null) {
            decoder.plan.close();
        }
        if (encoder != null) {
            encoder.plan.close();
        }
    }

    /** A plan for windows in planes. */
    private static final class Compiled {
        private final Plan plan;
        private final List<Extent> inputs;
        private final List<Extent> outputs;

        Compiled(Graph graph, int threads) {
            List<Extent> extents = graph.extents();
            this.plan = Plan.of(graph, threads);
            this.inputs = graph.inputs().stream()
                    .map(input -> new Extent(input.channels(), input.halvings(), false))
                    .toList();
            this.outputs = graph.outputs().stream()
                    .map(output -> extents.get(output.value()))
                    .toList();
        }

        List<float[]> run(Size size, List<float[]> planes) {
            List<float[]> results = new ArrayList<>();
            outputs.forEach(extent -> results.add(
                    new float[extent.channels() * ((size.height() * size.width()) >> (2 * extent.halvings()))]));
            plan.run(
                    size.height(),
                    size.width(),
                    (input, from, rows, values) -> ChannelInterleaving.read(
                            planes.get(input),
                            inputs.get(input).channels(),
                            size.width() >> inputs.get(input).halvings(),
                            from,
                            rows,
                            values),
                    (output, from, rows, values) -> ChannelInterleaving.write(
                            results.get(output),
                            outputs.get(output).channels(),
                            size.width() >> outputs.get(output).halvings(),
                            from,
                            rows,
                            values));
            return results;
        }
    }
}
