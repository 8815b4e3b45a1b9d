package io.grainflow.job.train;

import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.pair.Capture;
import io.grainflow.train.History;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.util.List;
import java.util.function.Function;

/**
 * Result of training a flow.
 *
 * @param steps number of updates
 * @param trainingPairs number of training pairs
 * @param validationPairs number of validation pairs
 * @param captures cameras and ISOs that the model knows
 * @param nllNatsPerDim negative log-likelihood of held-out noise at the end, per value; NaN without validation
 * @param bitsPerDim the same as a code length of quantised values, bits; NaN if the values are not quantised
 * @param kld KLD of samples on held-out pairs at the end, nats
 * @param validations figures of the validations during training
 * @param losses the loss in stretches: bits per pixel of quantised values, else nats per value
 * @param failed number of pairs that could not be read
 */
public record FlowTraining(
        long steps,
        int trainingPairs,
        int validationPairs,
        List<String> captures,
        double nllNatsPerDim,
        double bitsPerDim,
        double kld,
        List<Validation> validations,
        List<DenoiserTraining.Loss> losses,
        int failed,
        List<Failure> failures)
        implements Outcome {
    private static final int CURVE_POINTS = 200;
    private static final String NLL = "validationNllNatsPerDim";
    private static final String BITS = "validationBitsPerDim";
    private static final String KLD = "validationKld";

    /** Figures of one validation after a number of steps. */
    public record Validation(long step, double nllNatsPerDim, double bitsPerDim, double kld) {}

    /**
     * What came of a training whose validations measured code length, and KLD.
     *
     * @param levels number of levels of quantised values
     */
    public static FlowTraining ofBits(TrainingResult result, TrainingData data, List<Capture> vocabulary, int levels) {
        return of(result, data, vocabulary, one -> {
            double bits = one.figures().get(BITS);
            return new Validation(
                    one.step(),
                    bits * Math.log(2) - Math.log(levels),
                    bits,
                    one.figures().get(KLD));
        });
    }

    /** Result of a training whose validations measured negative log-likelihood in nats per value, and KLD. */
    static FlowTraining ofNats(TrainingResult result, TrainingData data, List<Capture> vocabulary) {
        return of(
                result,
                data,
                vocabulary,
                one -> new Validation(
                        one.step(),
                        one.figures().get(NLL),
                        Double.NaN,
                        one.figures().get(KLD)));
    }

    /** Result of a training on pairs of shots, whose second figure is the denoiser's error and not a KLD. */
    static FlowTraining ofShots(TrainingResult result, TrainingData data, List<Capture> vocabulary) {
        return of(
                result,
                data,
                vocabulary,
                one -> new Validation(one.step(), one.figures().get(NLL), Double.NaN, Double.NaN));
    }

    private static FlowTraining of(
            TrainingResult result,
            TrainingData data,
            List<Capture> vocabulary,
            Function<History.Validation, Validation> measured) {
        List<Validation> validations =
                result.history().validations().stream().map(measured).toList();
        Validation last = validations.isEmpty()
                ? new Validation(0, Double.NaN, Double.NaN, Double.NaN)
                : validations.get(validations.size() - 1);
        List<Failure> failures = data.failures().stream()
                .map(one -> new Failure(one.item(), one.reason()))
                .toList();
        return new FlowTraining(
                result.steps(),
                data.training().size(),
                data.validation().size(),
                vocabulary.stream().map(Capture::toString).toList(),
                last.nllNatsPerDim(),
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
