package io.grainflow.job.train;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.util.List;

/**
 * A denoiser that was trained.
 *
 * @param steps how many updates
 * @param trainingPairs how many pairs were learned from
 * @param validationPairs how many were measured on
 * @param psnrDecibelsBefore of the noisy validation images; NaN if there are none
 * @param psnrDecibels of the restored ones, at the end
 * @param validations measurements on the way
 * @param losses the loss in stretches
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

    /** One measurement after so many steps. */
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
