package io.grainflow.job.train;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Result of learning a noise model from pairs.
 *
 * @param model kind of model
 * @param captures result per camera and ISO
 * @param nllNatsPerDim mean negative log-likelihood per value on the held-out pairs; NaN if there are none
 * @param heldOutPairs number of pairs of the test scenes that were scored
 * @param digitalNumbers number of digital numbers between black and white, if known: b1 times it is the gain, the root of b2 times
 *     it the read noise
 * @param failed number of pairs that could not be read
 */
public record NoiseTraining(
        String model,
        List<CaptureNoise> captures,
        double nllNatsPerDim,
        int heldOutPairs,
        Optional<Double> digitalNumbers,
        int failed,
        List<Failure> failures)
        implements Outcome {
    /**
     * Noise of one camera and ISO: variance = b1 * x + b2 per channel over the clean value x in [0,1].
     *
     * @param pairs number of pairs that it was learned from
     * @param nllNatsPerDim on its held-out pairs; NaN if there are none
     */
    public record CaptureNoise(
            String camera, int iso, int pairs, List<Double> b1, List<Double> b2, double nllNatsPerDim) {}
}
