package io.grainflow.parametric;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.noise.NoiseLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sampling of Gaussian and heteroscedastic noise as graphs, see {@link NoiseGraph}. */
final class ParametricGraph {
    /** Upper bound of the variance, above that of any noise, that float32 can represent. */
    private static final double NO_LIMIT = 3e38;

    private ParametricGraph() {}

    /** clean + sigma * latent; sigma [captures,channels]. */
    public static Graph gaussian(int channels, double[] sigma) {
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(NoiseGraph.CLEAN, channels, 0);
        int latent = graph.input(NoiseGraph.LATENT, channels, 0);
        int noise = graph.product(latent, NoiseGraph.table(graph, rows(sigma, channels, 1, 0)));
        return graph.output(NoiseGraph.NOISY, graph.sum(clean, noise)).build();
    }

    /** clean + sqrt(b1 * clean + b2) * latent; levels [captures,channels,2] of b1 and b2. */
    public static Graph heteroscedastic(int channels, double[] levels) {
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(NoiseGraph.CLEAN, channels, 0);
        int latent = graph.input(NoiseGraph.LATENT, channels, 0);
        int slope = NoiseGraph.table(graph, rows(levels, channels, 2, 0));
        int floor = NoiseGraph.table(graph, rows(levels, channels, 2, 1));
        int variance = graph.sum(graph.product(clean, slope), floor);
        int noise = graph.product(latent, deviation(graph, variance));
        return graph.output(NoiseGraph.NOISY, graph.sum(clean, noise)).build();
    }

    private static int deviation(GraphBuilder graph, int variance) {
        int floored =
                graph.add(new Operation.Unary(Operation.Function.CLIP, NoiseLevel.VARIANCE_FLOOR, NO_LIMIT), variance);
        return graph.apply(Operation.Function.SQRT, floored);
    }

    /** The number at index {@code which} of the last axis of [captures,channels,numbers]. */
    private static Stream<double[]> rows(double[] values, int channels, int numbers, int which) {
        List<double[]> rows = new ArrayList<>();
        for (int at = 0; at < values.length; at += channels * numbers) {
            double[] row = new double[channels];
            for (int channel = 0; channel < channels; channel++) {
                row[channel] = values[at + channel * numbers + which];
            }
            rows.add(row);
        }
        return rows.stream();
    }
}
