package io.grainflow.model;

import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import java.util.List;

/** A noise model's specification. */
public interface NoiseSpec extends ModelSpec {
    @Override
    default String kind() {
        return "noise model";
    }

    @Override
    default String meaning() {
        return "a noise model: a noisy image from a clean one and random numbers; latent times t is a temperature of t";
    }

    /** Whether it can sample only for captures of its vocabulary, so that an empty vocabulary makes sampling impossible. */
    default boolean needsCapture() {
        return true;
    }

    /**
     * The model itself.
     *
     * @param vocabulary captures in index order
     * @param weights with the names and shapes of {@link #tensorShapes}
     * @param inference settings of the computation
     */
    NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference);

    /**
     * The model's sampling as a graph, see {@link NoiseGraph}.
     *
     * @param vocabulary captures in the order of the tables' rows, at least one if the model distinguishes captures
     * @param weights with the names and shapes of {@link #tensorShapes}
     */
    Graph sampler(List<Capture> vocabulary, Weights weights);
}
