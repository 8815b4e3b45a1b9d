package io.grainflow.job.evaluate;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;

/**
 * Bias of noise, by brightness. All values are on a scale with white = 1.
 *
 * @param measured whether the bias was measured with clean images; otherwise the bias of clipping is computed from the noise of shots
 * @param slope variance of the noise before clipping = slope * x + constant
 * @param constant variance at black
 * @param meanAbsoluteBias mean absolute bias over all values
 * @param meanAbsoluteBiasOfClipping the part of it that is explained by clipping
 * @param clippedShare share of values that are black or white
 * @param levels one entry per level of the clean value
 * @param failed number of pairs that could not be read
 */
public record BiasReport(
        boolean measured,
        double slope,
        double constant,
        double meanAbsoluteBias,
        double meanAbsoluteBiasOfClipping,
        double clippedShare,
        List<Level> levels,
        int failed,
        List<Failure> failures)
        implements Outcome {
    private static final double HALF_A_LEVEL = 0.5 / 255;

    /**
     * Values of similar brightness.
     *
     * @param clean their mean
     * @param values number of values
     * @param bias mean of noisy minus clean
     * @param standardError standard error of that mean, assuming independent noise of pixels
     * @param biasOfClipping bias caused by clipping at this level
     * @param clippedShare share of the noisy values that are clipped
     */
    public record Level(
            double clean, long values, double bias, double standardError, double biasOfClipping, double clippedShare) {}

    public BiasReport {
        levels = List.copyOf(levels);
        failures = List.copyOf(failures);
    }

    /** Advice in one line. */
    public String advice() {
        if (meanAbsoluteBias < HALF_A_LEVEL) {
            return "below half a level of 255 in the mean: train with noisy targets as they are";
        }
        if (meanAbsoluteBiasOfClipping > 0.5 * meanAbsoluteBias) {
            return "clipping makes darks too bright and lights too dark: train with `correctClipping`, store floats, or expose so"
                    + " that less is black or white";
        }
        return "clipping does not explain it: look for another black level, light that changed, tone curves or JPEG between the"
                + " shots and the reference";
    }
}
