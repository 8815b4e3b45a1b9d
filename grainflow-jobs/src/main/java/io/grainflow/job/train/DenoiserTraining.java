package io.grainflow.job.train;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.util.List;

/**
 * Result of training a denoiser.
 *
 * @param steps number of updates
 * @param trainingPairs number of training pairs
 * @param validationPairs number of validation pairs
 * @param psnrDecibelsBefore of the noisy validation images; NaN if there are none
 * @param psnrDecibels PSNR of the restored validation images at the end
 * @param validations figures of the validations during training
 * @param losses mean loss of consecutive intervals of steps
 * @param failed number of pairs that could not be read
 */
public record DenoiserTraining(
        long steps,
        int trainingPairs,
        int validationPairs,
        double psnrDecibelsBefore,
        double psnrDecibels,
        List<Validation> validations,
        List<Loss> losses,
        int failed,
        List<Failure> failures)
        implements Outcome {
    private static final int CURVE_POINTS = 200;
    private static final String BEFORE = "psnrDecibelsBefore";
    private static final String AFTER = "psnrDecibels";

    /** Figures of one validation after a number of steps. */
    public record Validation(long step, double psnrDecibelsBefore, double psnrDecibels) {}

    /** The mean loss of the steps up to this one. */
    public record Loss(long step, double lossMean) {}

    public static DenoiserTraining of(TrainingResult result, TrainingData data) {
        List<Validation> validations = result.history().validations().stream()
                .map(one -> new Validation(
                        one.step(), one.figures().get(BEFORE), one.figures().get(AFTER)))
                .toList();
        List<Failure> failures = data.failures().stream()
                .map(one -> new Failure(one.item(), one.reason()))
                .toList();
        return new DenoiserTraining(
                result.steps(),
                data.training().size(),
                data.validation().size(),
                result.history()
                        .lastValidation()
                        .map(last -> last.figures().get(BEFORE))
                        .orElse(Double.NaN),
                result.history()
                        .lastValidation()
                        .map(last -> last.figures().get(AFTER))
                        .orElse(Double.NaN),
                validations,
                result.history().lossCurve(CURVE_POINTS).stream()
                        .map(point -> new Loss(point.step(), point.lossMean()))
                        .toList(),
                failures.size(),
                failures);
    }
}
