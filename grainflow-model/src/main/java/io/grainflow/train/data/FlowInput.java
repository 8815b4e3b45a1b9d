package io.grainflow.train.data;

import io.grainflow.pair.Capture;
import java.util.List;

/**
 * How a flow takes its patches.
 *
 * @param channels of the images
 * @param conditionNoise standard deviation of the noise on the clean image that conditions, white = 1
 * @param quantisationLevels of the images, for dequantisation; 0 for none
 * @param turned whether patches are flipped and turned at random: not where rows of a sensor differ from columns
 * @param captures in index order; empty where all count as one
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
