package io.grainflow.nmflowgan;

import io.grainflow.graph.Graph;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import java.util.List;

/** NM-FlowGAN as graphs. */
final class NmFlowGanGraph {
    private NmFlowGanGraph() {}

    static Graph sampler(NmFlowGanSpec spec, List<Capture> vocabulary, Weights weights) {
        throw new IllegalStateException("later");
    }
}
