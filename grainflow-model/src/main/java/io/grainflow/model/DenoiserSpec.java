package io.grainflow.model;

import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.inference.LearnedDenoiser;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A denoiser's specification. */
public interface DenoiserSpec extends ModelSpec {
    @Override
    default String kind() {
        return "denoiser";
    }

    @Override
    default String meaning() {
        return "a denoiser: the restored image of a noisy one";
    }

    /** The paper of its network. */
    Citation citation();

    /** Whether the network is the whole restoration. Otherwise number formats are not calibrated, and other programs get a part of it. */
    default boolean networkRestoresAlone() {
        return true;
    }

    /** Whether it restores whole slices, whose white is 1, and not parts of them. */
    default boolean wholeSlices() {
        return false;
    }

    /** What its images have lost, in the words of the noise that it learns from; empty where it learns from any noise. */
    default Optional<String> restores() {
        return Optional.empty();
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
