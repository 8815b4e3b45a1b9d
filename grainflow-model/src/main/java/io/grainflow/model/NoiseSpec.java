package io.grainflow.model;

import io.grainflow.graph.Graph;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import java.util.List;

/** A noise model's specification. */
public sealed interface NoiseSpec extends ModelSpec
        permits GaussianSpec, HeteroscedasticSpec, NaFlowSpec, CaptureFlowSpec {
    @Override
    default String kind() {
        return "noise model";
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
