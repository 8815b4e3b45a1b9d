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

    /**
     * Whether the network is the whole restoration. Otherwise number formats are not calibrated, and exported files hold only the network.
     */
    default boolean networkRestoresAlone() {
        return true;
    }

    /** Whether it restores whole slices with white = 1 and cannot work on parts of them. */
    default boolean wholeSlices() {
        return false;
    }

    /** The only noise that it can be trained on, in the form that {@code TrainingNoise} parses; empty if it can be trained on any noise. */
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
