package io.grainflow.model;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.problem.InputException;
import java.util.stream.Stream;

/**
 * Noise models as graphs: from a clean image and random numbers to the noisy image that {@code sampleNoisy} gives for these numbers.
 * Parameters that depend on camera and ISO are in tables, whose rows have the order of the file's vocabulary. For another temperature than
 * 1, callers multiply {@link #LATENT} by the temperature.
 */
public final class NoiseGraph {
    /** Input: clean image, [N,C,H,W], white = 1. */
    public static final String CLEAN = "clean";

    /** Input: independent standard normal numbers that become the noise. */
    public static final String LATENT = "latent";

    /** Input of NAFlow: independent standard normal numbers, [N,C,H,W], for the noise that is added to the conditioning clean image. */
    public static final String CONDITION_NOISE = "condition_noise";

    /** Input of Flow-sRGB: independent numbers uniform in [0,1), [N,C,H,W], that dequantise the clean image. */
    public static final String CLEAN_UNIFORM = "clean_uniform";

    /**
     * Input of NeCA-W: one standard normal number at every position, [N,1,H,W], for the gain; with zeros the gain is the mean of the
     * camera and ISO.
     */
    public static final String GAIN = "gain";

    /**
     * Input of C2N: independent numbers for the noise that does not depend on the signal, uniform in [0,1) or standard normal as the model's
     * specification says.
     */
    public static final String INDEPENDENT = "independent";

    /** Input of C2N: independent standard normal numbers of an image, each the same at every position, [N,styles,H,W]. */
    public static final String STYLE = "style";

    /** Output: noisy image, [N,C,H,W], white = 1. */
    public static final String NOISY = "noisy";

    private NoiseGraph() {}

    /**
     * The graph of a model's sampling.
     *
     * @throws InputException if the model needs captures and its vocabulary is empty
     */
    public static Graph of(ModelFile<? extends NoiseSpec> file) {
        if (file.vocabulary().isEmpty() && file.spec().needsCapture()) {
            throw new InputException("noise model", "knows no camera and ISO", "train it on pairs first");
        }
        return file.spec().sampler(file.vocabulary(), file.weights());
    }

    /** Appends a table of rows in double precision. */
    public static int table(GraphBuilder graph, Stream<double[]> rows) {
        return graph.add(new Operation.Table(rows.map(NoiseGraph::floats).toArray(float[][]::new)));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
