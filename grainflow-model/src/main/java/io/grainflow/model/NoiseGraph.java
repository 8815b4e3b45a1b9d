package io.grainflow.model;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Noise models as graphs: from a clean image and random numbers to the noisy image that {@code sampleNoisy} gives for these numbers. What
 * camera and ISO decide is in tables, whose rows are in the order of the file's vocabulary. Numbers of a temperature other than 1 are those
 * of {@link #LATENT} times the temperature.
 */
public final class NoiseGraph {
    /** Input: clean image, [N,C,H,W], white = 1. */
    public static final String CLEAN = "clean";

    /** Input: independent standard normal numbers that become the noise. */
    public static final String LATENT = "latent";

    /** Input of NAFlow: independent standard normal numbers, [N,C,H,W], that blur what the flow sees of the clean image. */
    public static final String CONDITION_NOISE = "condition_noise";

    /** Input of Flow-sRGB: independent numbers uniform in [0,1), [N,C,H,W], that spread the clean image's 8-bit steps. */
    public static final String CLEAN_UNIFORM = "clean_uniform";

    /** Output: noisy image, [N,C,H,W], white = 1. */
    public static final String NOISY = "noisy";

    /** Above the variance of any noise, and a float32 number. */
    private static final double NO_LIMIT = 3e38;

    private NoiseGraph() {}

    /**
     * The graph of a model's sampling.
     *
     * @throws InputException if the model needs to know captures and knows none
     */
    public static Graph of(ModelFile<? extends NoiseSpec> file) {
        boolean captureless = file.spec() instanceof NaFlowSpec flow && !flow.gaussianPerCapture();
        if (file.vocabulary().isEmpty() && !captureless) {
            throw new InputException("noise model", "knows no camera and ISO", "train it on pairs first");
        }
        return file.spec().sampler(file.vocabulary(), file.weights());
    }

    /** clean + sigma * latent; sigma [captures,channels]. */
    static Graph gaussian(int channels, double[] sigma) {
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(CLEAN, channels, 0);
        int latent = graph.input(LATENT, channels, 0);
        int noise = graph.product(latent, table(graph, rows(sigma, channels, 1, 0)));
        return graph.output(NOISY, graph.sum(clean, noise)).build();
    }

    /** clean + sqrt(b1 * clean + b2) * latent; levels [captures,channels,2] of b1 and b2. */
    static Graph heteroscedastic(int channels, double[] levels) {
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(CLEAN, channels, 0);
        int latent = graph.input(LATENT, channels, 0);
        int slope = table(graph, rows(levels, channels, 2, 0));
        int floor = table(graph, rows(levels, channels, 2, 1));
        int variance = graph.sum(graph.product(clean, slope), floor);
        int noise = graph.product(latent, deviation(graph, variance));
        return graph.output(NOISY, graph.sum(clean, noise)).build();
    }

    private static int deviation(GraphBuilder graph, int variance) {
        int floored =
                graph.add(new Operation.Unary(Operation.Function.CLIP, NoiseLevel.VARIANCE_FLOOR, NO_LIMIT), variance);
        return graph.apply(Operation.Function.SQRT, floored);
    }

    /** Appends a table of rows in double precision. */
    static int table(GraphBuilder graph, Stream<double[]> rows) {
        return graph.add(new Operation.Table(rows.map(NoiseGraph::floats).toArray(float[][]::new)));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Number which of each of [captures,channels,numbers]. */
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
