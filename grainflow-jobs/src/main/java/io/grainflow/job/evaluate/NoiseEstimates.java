package io.grainflow.job.evaluate;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Noise of images without a reference; intensities in [0,1].
 *
 * @param together one estimate for all images, assuming one camera and setting; present for several images only
 * @param digitalNumbers number of digital numbers between black and white, if known: a times it is the gain, the root of b times it
 *     the read noise
 * @param failed number of images that could not be read
 */
public record NoiseEstimates(
        List<ImageNoise> images,
        Optional<Together> together,
        Optional<Double> digitalNumbers,
        int failed,
        List<Failure> failures)
        implements Outcome {
    /**
     * The noise of one image.
     *
     * @param kind white, signal-dependent or correlated; decides which figure can be trusted (none if correlated)
     * @param whiteSigma standard deviation under the assumption of white noise of constant strength
     * @param a slope per channel: variance = a * intensity + b
     * @param b variance at black per channel
     * @param halvingRatio white sigma after averaging 2x2 blocks divided by the one before; 0.5 if pixels are independent
     */
    public record ImageNoise(
            String name, String kind, double whiteSigma, List<Double> a, List<Double> b, double halvingRatio) {}

    /**
     * One noise level for all images.
     *
     * @param a slope per channel: variance = a * intensity + b
     * @param b variance at black per channel
     */
    public record Together(List<Double> a, List<Double> b) {}
}
