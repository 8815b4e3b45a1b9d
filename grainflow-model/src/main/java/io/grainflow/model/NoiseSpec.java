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

    /** Whether it samples for captures of its vocabulary alone, so that without any it samples nothing. */
    default boolean needsCapture() {
        return true;
    }

    /**
     * The model itself.
     *
     * @param vocabulary captures in index order
     * @param weights with the names and shapes of {@link #tensorShapes}
     * @param inference what networks compute with
     */
    NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference);

    /**
     * The model's sampling as a graph, see {@link NoiseGraph}.
     *
     * @param vocabulary captures in the order of the tables' rows, at least one unless the model knows none
     * @param weights with the names and shapes of {@link #tensorShapes}
     */
    Graph sampler(List<Capture> vocabulary, Weights weights);
}
