package io.grainflow.model;

import io.grainflow.network.Network;
import java.util.List;
import java.util.Map;

/** A denoiser's specification. */
public sealed interface DenoiserSpec extends ModelSpec permits DnCnnSpec, RedSpec, SharedUNetSpec, UNetSpec {
    @Override
    default String kind() {
        return "denoiser";
    }

    /** The network from the noisy to the restored image, both [N,C,H,W]. */
    Network network();

    @Override
    default Map<String, List<Long>> tensorShapes(int captures) {
        return network().parameterShapes();
    }
}
