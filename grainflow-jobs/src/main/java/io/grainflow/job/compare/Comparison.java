package io.grainflow.job.compare;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.train.DenoiserTraining;
import java.util.List;
import java.util.Optional;

/**
 * Noise models on the same held-out pairs.
 *
 * @param pairs number of held-out pairs that could be read
 * @param commonPairs number of pairs that every model was scored on
 * @param commonCaptures cameras and ISOs that every model was evaluated on
 * @param models one result per model that could be evaluated, in the order of the job
 * @param real the denoiser that was trained on the real pairs; empty if no denoisers were trained
 * @param failed number of models, denoisers and pairs that failed
 */
public record Comparison(
        int pairs,
        int commonPairs,
        List<String> commonCaptures,
        List<ModelResult> models,
        Optional<TrainedOn> real,
        int failed,
        List<Failure> failures)
        implements Outcome {
    public Comparison {
        commonCaptures = List.copyOf(commonCaptures);
        models = List.copyOf(models);
        failures = List.copyOf(failures);
    }

    /** Results with means over what all models were scored on. */
    static Comparison of(HeldOut heldOut, List<ModelResult> results, Optional<TrainedOn> real, List<Failure> failures) {
        return new Comparison(
                heldOut.entries().size(),
                ComparedModels.commonPairs(results).size(),
                List.copyOf(ComparedModels.commonCaptures(results)),
                ComparedModels.withMeans(results),
                real,
                failures.size(),
                failures);
    }

    /**
     * One noise model.
     *
     * @param name of its file, without folder and extension
     * @param kind its type in model files, such as {@code nm-flowgan}
     * @param parameters number of values in its file
     * @param sampling how samples were drawn: {@code metadata}, or the way in which the pair itself was imitated
     * @param samplingSecondsPerMegapixel time of a sample of one held-out image
     * @param common mean over the common cameras and ISOs, each with equal weight; the correlation distance is that of mean maps
     * @param commonOverPairs mean over the pairs that every model was scored on, each with equal weight; of C2N's KLD, too, pair by pair
     * @param evaluation all figures of the model
     * @param denoiser the denoiser that was trained on its noise
     */
    public record ModelResult(
            String name,
            String kind,
            long parameters,
            String sampling,
            double samplingSecondsPerMegapixel,
            NoiseScore common,
            NoiseScore commonOverPairs,
            NoiseEvaluation evaluation,
            Optional<TrainedOn> denoiser) {
        ModelResult with(NoiseScore overCaptures, NoiseScore overPairs) {
            return new ModelResult(
                    name,
                    kind,
                    parameters,
                    sampling,
                    samplingSecondsPerMegapixel,
                    overCaptures,
                    overPairs,
                    evaluation,
                    denoiser);
        }

        ModelResult with(Optional<TrainedOn> trained) {
            return new ModelResult(
                    name,
                    kind,
                    parameters,
                    sampling,
                    samplingSecondsPerMegapixel,
                    common,
                    commonOverPairs,
                    evaluation,
                    trained);
        }
    }

    /**
     * A denoiser, and what it was trained on.
     *
     * @param steps number of updates, the same for all
     * @param trainingPairs number of training pairs; fewer than of others if the noise model does not know all cameras and ISOs
     * @param psnrDecibels mean PSNR of the restored held-out images
     * @param ssim their mean structural similarity
     * @param behindRealDecibels PSNR of the denoiser that was trained on real pairs less this one's; negative if this one is better, NaN
     *     without the former
     * @param evaluation on the held-out pairs
     * @param other on all pairs of the other data set; empty if there is none
     * @param training course of the training
     */
    public record TrainedOn(
            long steps,
            int trainingPairs,
            double psnrDecibels,
            double ssim,
            double behindRealDecibels,
            DenoiserEvaluation evaluation,
            Optional<DenoiserEvaluation> other,
            DenoiserTraining training) {
        static TrainedOn of(
                DenoiserTraining training, DenoiserEvaluation evaluation, Optional<DenoiserEvaluation> other) {
            return new TrainedOn(
                    training.steps(),
                    training.trainingPairs(),
                    evaluation.average().after().psnrDecibels(),
                    evaluation.average().after().ssim(),
                    Double.NaN,
                    evaluation,
                    other,
                    training);
        }

        TrainedOn against(TrainedOn real) {
            return new TrainedOn(
                    steps,
                    trainingPairs,
                    psnrDecibels,
                    ssim,
                    real.psnrDecibels() - psnrDecibels,
                    evaluation,
                    other,
                    training);
        }
    }
}
