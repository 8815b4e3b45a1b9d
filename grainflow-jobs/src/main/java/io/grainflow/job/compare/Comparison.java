package io.grainflow.job.compare;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Noise models on the same held-out pairs.
 *
 * @param pairs number of held-out pairs
 * @param commonCaptures cameras and ISOs that every model was evaluated on
 * @param models one result per model that could be evaluated, in the order of the job
 * @param real the denoiser that was trained on the real pairs; empty if no denoisers were trained
 * @param failed number of models, denoisers and pairs that failed
 */
public record Comparison(
        int pairs,
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

    /**
     * One noise model.
     *
     * @param name of its file, without folder and extension
     * @param kind its type in model files, such as {@code nm-flowgan}
     * @param parameters number of values in its file
     * @param sampling how samples were drawn: {@code metadata}, or the way in which the pair itself was imitated
     * @param samplingSecondsPerMegapixel time of a sample of one held-out image
     * @param common mean over the common cameras and ISOs, each with equal weight; the correlation distance is that of mean maps
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
            NoiseEvaluation evaluation,
            Optional<TrainedOn> denoiser) {
        ModelResult with(NoiseScore other) {
            return new ModelResult(
                    name, kind, parameters, sampling, samplingSecondsPerMegapixel, other, evaluation, denoiser);
        }

        ModelResult with(Optional<TrainedOn> trained) {
            return new ModelResult(
                    name, kind, parameters, sampling, samplingSecondsPerMegapixel, common, evaluation, trained);
        }
    }

    /**
     * A denoiser, and what it was trained on.
     *
     * @param steps number of updates, the same for all
     * @param psnrDecibels mean PSNR of the restored held-out images
     * @param ssim their mean structural similarity
     * @param behindRealDecibels PSNR of the denoiser that was trained on real pairs less this one's; negative if this one is better
     * @param evaluation on the held-out pairs
     * @param other on all pairs of the other data set; empty if there is none
     */
    public record TrainedOn(
            long steps,
            double psnrDecibels,
            double ssim,
            double behindRealDecibels,
            DenoiserEvaluation evaluation,
            Optional<DenoiserEvaluation> other) {
        static TrainedOn of(long steps, DenoiserEvaluation evaluation, Optional<DenoiserEvaluation> other) {
            return new TrainedOn(
                    steps,
                    evaluation.average().after().psnrDecibels(),
                    evaluation.average().after().ssim(),
                    0,
                    evaluation,
                    other);
        }

        TrainedOn against(TrainedOn real) {
            return new TrainedOn(steps, psnrDecibels, ssim, real.psnrDecibels() - psnrDecibels, evaluation, other);
        }
    }
}
