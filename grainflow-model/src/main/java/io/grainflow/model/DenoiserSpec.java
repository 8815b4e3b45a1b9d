package io.grainflow.model;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Device;
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
    default Denoiser build(Weights weights, PixelDomain domain, Device device) {
        return LearnedDenoiser.of(network(), weights, domain, device);
    }

    @Override
    default Map<String, List<Long>> tensorShapes(int captures) {
        return network().parameterShapes();
    }
}
