package io.grainflow.model;

import io.grainflow.image.PixelDomain;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import java.util.List;
import java.util.Map;

/** A denoiser's specification. */
public sealed interface DenoiserSpec extends ModelSpec permits DnCnnSpec, MriSpec, RedSpec, SharedUNetSpec, UNetSpec {
    @Override
    default String kind() {
        return "denoiser";
    }

    /** The network from the noisy to the restored image, both [N,C,H,W]. */
    Network network();

    /**
     * The denoiser with these weights.
     *
     * @param domain of the images that it is for
     */
    default TrainedDenoiser build(Weights weights, PixelDomain domain, Inference inference) {
        return LearnedDenoiser.of(network(), weights, domain, inference);
    }

    @Override
    default Map<String, List<Long>> tensorShapes(int captures) {
        return network().parameterShapes();
    }
}
