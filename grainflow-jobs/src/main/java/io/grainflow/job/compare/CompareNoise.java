package io.grainflow.job.compare;

import io.grainflow.file.AtomicFile;
import io.grainflow.job.batch.Sampling;
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
import io.grainflow.job.train.EqualDenoisers;
import io.grainflow.model.Provenance;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.report.ReportPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Compares noise models on the same held-out pairs with the same seeds: figures of their samples, pictures, and on request a denoiser of
 * equal budget trained on the noise of each and on the real pairs. Writes a page and all figures as JSON. What is finished is kept in files, so that a
 * job that was stopped goes on. A model or denoiser that fails is reported by name and does not stop the others. The times of
 * sampling are the only figures that differ between equal jobs.
 *
 * @param models files of noise models of any kind
 * @param pairs pairs that all models are evaluated on; denoisers are trained on the training scenes of the same data
 * @param sampling how samples are drawn, as in {@link io.grainflow.job.evaluate.EvaluateNoise}
 * @param samples number of samples per clean image that AKLD is the mean of; all other figures are of the first one
 * @param denoisers whether denoisers are trained
 * @param denoiserSteps number of updates of each denoiser, if not the plan's default
 * @param denoiserMinutes time budget of the denoiser of real pairs, whose number of updates the others get
 * @param denoiserSettings fields of the records of the network and the plan, by name
 * @param other a second data set that the denoisers are evaluated on, all of its scenes
 * @param out folder for the page, the figures and the denoisers
 * @param seed of the samples and of the denoisers' trainings
 * @param existing what happens to existing results; keep goes on where an earlier run stopped
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
        Map<String, String> denoiserSettings,
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
        denoiserSettings = Map.copyOf(denoiserSettings);
        if (denoiserSteps.isPresent() && denoiserMinutes.isPresent()) {
            throw new InputException(
                    "denoiserMinutes",
                    "stand instead of steps, both are given",
                    "leave out `denoiserMinutes` or `denoiserSteps`");
        }
        boolean settings = denoiserSteps.isPresent() || denoiserMinutes.isPresent() || !denoiserSettings.isEmpty();
        if (!denoisers && (settings || other.isPresent())) {
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
                Map.of(),
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

    /** Also trains denoisers, with other settings. */
    public CompareNoise denoiserSettings(Map<String, String> settings) {
        return RecordFields.with(denoisers(true), "denoiserSettings", settings);
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
        EqualDenoisers.requireSettings(ComparedDenoisers.options(this));
        KeptFiles files = new KeptFiles(out, existing);
        files.check();
        PairSource source = pairs.open(PairKind.NOISY_AND_CLEAN);
        // a mistake is told before hours of work
        other.ifPresent(name -> Data.all(name).open(PairKind.NOISY_AND_CLEAN));
        HeldOut heldOut = HeldOut.read(pairs.entries(source), compute, monitor);
        Attempts attempts = new Attempts(heldOut.failures(), monitor);
        ComparedModels compared = new ComparedModels(this, source, heldOut, files, monitor);
        List<Comparison.ModelResult> results = new ArrayList<>();
        Map<String, ModelSamples> samples = new LinkedHashMap<>();
        ModelNames.of(models)
                .forEach((name, file) -> attempts.at(name, () -> compared.evaluate(name, Path.of(file)))
                        .ifPresent(evaluated -> {
                            results.add(evaluated.result());
                            samples.put(name, evaluated.samples());
                        }));
        if (results.isEmpty()) {
            throw new InputException(
                    "models",
                    "could not be compared: " + attempts.firstProblem(),
                    "give files of noise models that suit the data");
        }
        Comparison comparison = denoisers
                ? trained(
                        new ComparedDenoisers(this, source, heldOut, files, monitor),
                        heldOut,
                        results,
                        attempts,
                        monitor)
                : Comparison.of(heldOut, results, Optional.empty(), attempts.failures());
        AtomicFile.writeText(files.result(), JobJson.write(Provenance.VERSION, this, comparison) + "\n");
        AtomicFile.writeText(
                files.page(), ReportPage.html(new ComparisonReport(this, comparison, heldOut, samples).page()));
        return comparison;
    }

    private Comparison trained(
            ComparedDenoisers trainer,
            HeldOut heldOut,
            List<Comparison.ModelResult> results,
            Attempts attempts,
            Monitor monitor) {
        if (pairs.split() == Data.Part.TRAIN || pairs.split() == Data.Part.ALL) {
            monitor.on(new Event.Note(
                    "the denoisers are evaluated on scenes that they learn from; `split=test` gives held-out"
                            + " figures"));
        }
        Optional<Comparison.TrainedOn> real = attempts.at("denoiser of " + ModelNames.REAL, trainer::real);
        Map<String, String> paths = ModelNames.of(models);
        List<Comparison.ModelResult> all = new ArrayList<>();
        for (Comparison.ModelResult result : results) {
            Path file = Path.of(Objects.requireNonNull(paths.get(result.name())));
            Optional<Comparison.TrainedOn> own =
                    attempts.at("denoiser of " + result.name(), () -> trainer.of(result.name(), file));
            all.add(result.with(own.map(one -> real.map(one::against).orElse(one))));
        }
        return Comparison.of(heldOut, all, real, attempts.failures());
    }
}
