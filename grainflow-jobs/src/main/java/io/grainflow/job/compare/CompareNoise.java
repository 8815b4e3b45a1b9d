package io.grainflow.job.compare;

import io.grainflow.file.AtomicFile;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.DataSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobJson;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.Provenance;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.report.ReportPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Compares noise models on the same held-out pairs with the same seeds: figures of their samples, pictures, and on request a denoiser of
 * equal budget trained on the noise of each and on the real pairs. Writes a page and all figures as JSON.
 *
 * @param models files of noise models of any kind
 * @param pairs pairs that all models are evaluated on; denoisers are trained on the training scenes of the same data
 * @param sampling how samples are drawn, as in {@link io.grainflow.job.evaluate.EvaluateNoise}
 * @param samples number of samples per clean image that AKLD is the mean of; all other figures are of the first one
 * @param denoisers whether denoisers are trained
 * @param denoiserSteps number of updates of each denoiser, if not the plan's default
 * @param denoiserMinutes time budget of the denoiser of real pairs, whose number of updates the others get
 * @param other a second data set that the denoisers are evaluated on, all of its scenes
 * @param out folder for the page, the figures and the denoisers
 * @param seed of the samples and of the denoisers' trainings
 * @param existing what happens to existing results; keep goes on with unfinished trainings
 * @param compute threads, device, number format and memory
 */
public record CompareNoise(
        @Required List<String> models,
        Data pairs,
        String sampling,
        int samples,
        boolean denoisers,
        OptionalLong denoiserSteps,
        OptionalDouble denoiserMinutes,
        Optional<String> other,
        @Required Path out,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<Comparison>, DataSettings<CompareNoise>, ComputeSettings<CompareNoise> {
    /** Name of the page in the output folder. */
    public static final String PAGE = "compare.html";
    /** Name of the figures in the output folder. */
    public static final String FIGURES = "compare.json";

    public CompareNoise {
        models = List.copyOf(models);
        NoiseScoring.requireSamples(samples);
        if (denoiserSteps.isPresent() && denoiserMinutes.isPresent()) {
            throw new InputException(
                    "denoiserMinutes",
                    "stand instead of steps, both are given",
                    "leave out `denoiserMinutes` or `denoiserSteps`");
        }
        if (!denoisers && (denoiserSteps.isPresent() || denoiserMinutes.isPresent() || other.isPresent())) {
            throw new InputException(
                    "denoisers",
                    "are not trained, but settings for them are given",
                    "give `denoisers=true`, or leave the settings out");
        }
    }

    /** The test scenes, without denoisers. The models, the data and the output have to be set. */
    public static CompareNoise defaults() {
        return new CompareNoise(
                List.of(),
                new Data("", Data.Part.TEST),
                Sampling.AUTO,
                1,
                false,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Path.of(""),
                new Seed(0),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    /** Sets the files of the models. */
    public CompareNoise models(List<String> models) {
        return RecordFields.with(this, "models", models);
    }

    @Override
    public CompareNoise pairs(Data pairs) {
        return RecordFields.with(this, "pairs", pairs);
    }

    public CompareNoise sampling(String sampling) {
        return RecordFields.with(this, "sampling", sampling);
    }

    public CompareNoise samples(int samples) {
        return RecordFields.with(this, "samples", samples);
    }

    public CompareNoise denoisers(boolean denoisers) {
        return RecordFields.with(this, "denoisers", denoisers);
    }

    /** Also trains denoisers, with so many updates each. */
    public CompareNoise denoiserSteps(long steps) {
        return RecordFields.with(denoisers(true), "denoiserSteps", OptionalLong.of(steps));
    }

    /** Also trains denoisers, with as many updates as fit into a time. */
    public CompareNoise denoiserMinutes(double minutes) {
        return RecordFields.with(denoisers(true), "denoiserMinutes", OptionalDouble.of(minutes));
    }

    /** Also evaluates the denoisers on all scenes of another data set. */
    public CompareNoise other(String data) {
        return RecordFields.with(this, "other", Optional.of(data));
    }

    public CompareNoise out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public CompareNoise seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    public CompareNoise existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public CompareNoise compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Comparison execute(Monitor monitor) {
        Targets.folder(out);
        Targets.file(out.resolve(PAGE), existing != OverwritePolicy.REFUSE, "existing=replace");
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN);
        List<PairEntry> heldOut = pairs.entries(source);
        ComparedModels compared = ComparedModels.measure(this, heldOut, monitor);
        Comparison comparison = compared.comparison();
        if (denoisers) {
            comparison = new ComparedDenoisers(this, source, heldOut, monitor).added(comparison);
        }
        AtomicFile.writeText(out.resolve(FIGURES), JobJson.write(Provenance.VERSION, this, comparison) + "\n");
        AtomicFile.writeText(
                out.resolve(PAGE), ReportPage.html(new ComparisonReport(comparison, compared.views()).page()));
        return comparison;
    }
}
