package io.grainflow.job.evaluate;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;

/**
 * Where noise is not of mean zero. All values on a scale with white = 1.
 *
 * @param measured whether clean images were there; otherwise what clipping does is computed from the noise of shots
 * @param slope variance of the noise before clipping = slope * x + constant
 * @param constant variance at black
 * @param meanAbsoluteBias over all values
 * @param meanAbsoluteBiasOfClipping what of it clipping explains
 * @param clippedShare of values that are black or white
 * @param levels by clean value
 * @param failed how many pairs could not be read
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
     * Values of about one brightness.
     *
     * @param clean their mean
     * @param values how many
     * @param bias mean of noisy less clean
     * @param standardError of that mean, noise of pixels taken as independent
     * @param biasOfClipping what clipping makes of the noise there
     * @param clippedShare of the noisy values
     */
    public record Level(
            double clean, long values, double bias, double standardError, double biasOfClipping, double clippedShare) {}

    public BiasReport {
        levels = List.copyOf(levels);
        failures = List.copyOf(failures);
    }

    /** What to do about it, one line. */
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
