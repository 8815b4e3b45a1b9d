package io.grainflow.job;

import io.grainflow.pair.Capture;
import io.grainflow.train.TrainingData;
import io.grainflow.train.TrainingResult;
import java.util.List;

/**
 * A flow that was trained.
 *
 * @param steps how many updates
 * @param trainingPairs how many pairs were learned from
 * @param validationPairs how many were measured on
 * @param captures cameras and ISOs that it knows
 * @param bitsPerDim code length of held-out noise at the end, bits per value; not a number without validation
 * @param kld of noise-aware samples on held-out pairs at the end, nats
 * @param validations measurements on the way
 * @param losses mean code length of training patches in stretches, bits per pixel
 * @param failed how many pairs could not be read
 */
public record FlowTraining(
        long steps,
        int trainingPairs,
        int validationPairs,
        List<String> captures,
        double bitsPerDim,
        double kld,
        List<Validation> validations,
        List<DenoiserTraining.Loss> losses,
        int failed,
        List<Failure> failures)
        implements Outcome {
    private static final int CURVE_POINTS = 200;

    /** One measurement after so many steps. */
    public record Validation(long step, double bitsPerDim, double kld) {}

    static FlowTraining of(TrainingResult result, TrainingData data, List<Capture> vocabulary) {
        List<Validation> validations = result.history().validations().stream()
                .map(one -> new Validation(
                        one.step(), one.figures().get(0), one.figures().get(1)))
                .toList();
        Validation last = validations.isEmpty()
                ? new Validation(0, Double.NaN, Double.NaN)
                : validations.get(validations.size() - 1);
        List<Failure> failures = data.failures().stream()
                .map(one -> new Failure(one.item(), one.reason()))
                .toList();
        return new FlowTraining(
                result.steps(),
                data.training().size(),
                data.validation().size(),
                vocabulary.stream().map(Capture::toString).toList(),
                last.bitsPerDim(),
                last.kld(),
                validations,
                result.history().lossCurve(CURVE_POINTS).stream()
                        .map(point -> new DenoiserTraining.Loss(point.step(), point.lossMean()))
                        .toList(),
                failures.size(),
                failures);
    }
}
