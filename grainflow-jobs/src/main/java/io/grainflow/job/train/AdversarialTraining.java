package io.grainflow.job.train;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.train.History;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.util.List;
import java.util.Map;

/**
 * Result of training a generative adversarial noise model. Figures and losses have the names that the system gives them, with units.
 *
 * @param steps number of steps
 * @param trainingPairs number of training pairs; of unpaired data, of the noisy images
 * @param validationPairs number of validation pairs
 * @param captures cameras and ISOs that the model knows; empty if it does not distinguish them
 * @param figures of the last validation; empty without validation
 * @param validations figures of the validations during training
 * @param losses means of the losses over the last steps
 * @param failed number of images or pairs that could not be read
 */
public record AdversarialTraining(
        long steps,
        int trainingPairs,
        int validationPairs,
        List<String> captures,
        Map<String, Double> figures,
        List<Validation> validations,
        Map<String, Double> losses,
        int failed,
        List<Failure> failures)
        implements Outcome {
    private static final int RECENT = 100;

    /** Figures of one validation after a number of steps. */
    public record Validation(long step, Map<String, Double> figures) {}

    /**
     * What came of a training.
     *
     * @param captures that the model knows
     */
    public static AdversarialTraining of(TrainingResult result, TrainingData data, List<String> captures) {
        History history = result.history();
        List<Failure> failures = data.failures().stream()
                .map(one -> new Failure(one.item(), one.reason()))
                .toList();
        return new AdversarialTraining(
                result.steps(),
                data.training().size(),
                data.validation().size(),
                List.copyOf(captures),
                history.lastValidation().map(last -> last.figures().toMap()).orElse(Map.of()),
                history.validations().stream()
                        .map(one -> new Validation(one.step(), one.figures().toMap()))
                        .toList(),
                history.recentLosses(RECENT).toMap(),
                failures.size(),
                failures);
    }
}
