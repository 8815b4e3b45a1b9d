package io.grainflow.job.evaluate;

import io.grainflow.job.batch.Sampling;
import io.grainflow.job.batch.SeenData;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Path;

/**
 * Compares a noise model with the real noise of pairs. Samples are seeded by the pair's name.
 *
 * @param model model file
 * @param pairs pairs that the model is evaluated on
 * @param sampling how samples are drawn: auto, metadata, nas, nas:TEMPERATURE, own, mixture, rank:K, random
 * @param samples number of samples per clean image that AKLD is the mean of (50 in its paper); all other figures are of the first one
 * @param seed seed of the samples
 * @param compute threads, device, number format and memory
 */
public record EvaluateNoise(
        @Required Path model, Data pairs, String sampling, int samples, Seed seed, ComputeOptions compute)
        implements Job<NoiseEvaluation>, DataSettings<EvaluateNoise>, ComputeSettings<EvaluateNoise> {

    public EvaluateNoise {
        NoiseScoring.requireSamples(samples);
    }

    /** Default settings. The model and the data have to be set. */
    public static EvaluateNoise defaults() {
        return new EvaluateNoise(
                Path.of(""), Data.defaults(), Sampling.AUTO, 1, new Seed(0), ComputeOptions.defaults());
    }

    public EvaluateNoise model(Path model) {
        return RecordFields.with(this, "model", model);
    }

    @Override
    public EvaluateNoise pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    public EvaluateNoise sampling(String sampling) {
        return RecordFields.with(this, "sampling", sampling);
    }

    public EvaluateNoise samples(int samples) {
        return RecordFields.with(this, "samples", samples);
    }

    public EvaluateNoise seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    @Override
    public EvaluateNoise compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public NoiseEvaluation execute(Monitor monitor) {
        ModelFile<NoiseSpec> file = Models.readNoise(model);
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN);
        SeenData.warn(file.provenance(), source, pairs, monitor);
        try (NoiseModel noise = Models.noise(file, compute.inference())) {
            return NoiseScoring.evaluate(
                    noise, Sampling.of(sampling, noise), samples, pairs.entries(source), seed, compute, monitor);
        }
    }
}
