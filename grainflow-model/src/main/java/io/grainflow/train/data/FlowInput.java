package io.grainflow.train.data;

import io.grainflow.pair.Capture;
import java.util.List;

/**
 * Preparation of patches for a flow.
 *
 * @param channels of the images
 * @param conditionNoise standard deviation of the noise that is added to the conditioning clean image, white = 1
 * @param quantisationLevels of the images, for dequantisation; 0 for none
 * @param turned whether patches are flipped and rotated at random; false for packed raw images, where rows and columns of the sensor differ
 * @param captures in index order; empty if all captures share one configuration
 */
public record FlowInput(
        int channels, double conditionNoise, int quantisationLevels, boolean turned, List<Capture> captures) {
    public FlowInput {
        captures = List.copyOf(captures);
    }

    /** Number of configurations. */
    int configurations() {
        return Math.max(1, captures.size());
    }

    int index(Capture capture) {
        return captures.isEmpty() ? 0 : captures.indexOf(capture);
    }
}
