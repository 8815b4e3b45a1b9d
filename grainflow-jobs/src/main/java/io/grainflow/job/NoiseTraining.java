package io.grainflow.job;

import java.util.List;

/**
 * A noise model that was learned from pairs.
 *
 * @param model which kind
 * @param captures what was learned per camera and ISO
 * @param nllNatsPerDim mean negative log-likelihood per value on the held-out pairs; not a number without any
 * @param heldOutPairs how many pairs of the test scenes were scored
 * @param failed how many pairs could not be read
 */
public record NoiseTraining(
        String model,
        List<CaptureNoise> captures,
        double nllNatsPerDim,
        int heldOutPairs,
        int failed,
        List<Failure> failures)
        implements Outcome {
    /**
     * Noise of one camera and ISO: variance = b1 * x + b2 per channel over the clean value x in [0,1].
     *
     * @param pairs how many it was learned from
     * @param nllNatsPerDim on its held-out pairs; not a number without any
     */
    public record CaptureNoise(
            String camera, int iso, int pairs, List<Double> b1, List<Double> b2, double nllNatsPerDim) {}
}
