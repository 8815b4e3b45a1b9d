package io.grainflow.job;

import java.util.List;

/**
 * Noise of images without a reference; intensities in [0,1].
 *
 * @param failed how many images could not be read
 */
public record NoiseEstimates(List<ImageNoise> images, int failed, List<Failure> failures) implements Outcome {
    /**
     * The noise of one image.
     *
     * @param kind white, signal-dependent or correlated: which figure to trust, or none
     * @param whiteSigma standard deviation if the noise is white and of one strength
     * @param a slope per channel: variance = a * intensity + b
     * @param b variance at black per channel
     * @param halvingRatio white sigma after averaging 2x2 blocks over that before; 0.5 if pixels are independent
     */
    public record ImageNoise(
            String name, String kind, double whiteSigma, List<Double> a, List<Double> b, double halvingRatio) {}
}
