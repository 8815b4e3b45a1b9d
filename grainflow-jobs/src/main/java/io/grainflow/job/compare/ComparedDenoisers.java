package io.grainflow.job.compare;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Precision;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.EqualDenoisers;
import io.grainflow.job.train.TrainingOptions;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.ResumePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains a DnCNN on the real pairs and on the noise of each model, all with the same plan, seed and number of updates. */
final class ComparedDenoisers {
    private final CompareNoise job;
    private final PairSource source;
    private final HeldOut heldOut;
    private final KeptFiles files;
    private final Monitor monitor;
    private final Optional<PairSource> other;
    private final TrainingOptions training;

    /** The training scenes, read when the first denoiser is trained. */
    private @Nullable EqualDenoisers denoisers;
    /** Updates of the first denoiser, which the others get. */
    private OptionalLong steps;

    ComparedDenoisers(CompareNoise job, PairSource source, HeldOut heldOut, KeptFiles files, Monitor monitor) {
        this.job = job;
        this.source = source;
        this.heldOut = heldOut;
        this.files = files;
        this.monitor = monitor;
        this.other = job.other().map(name -> Data.all(name).open(PairKind.NOISY_AND_CLEAN));
        this.training = options(job);
        this.steps = job.denoiserSteps();
    }

    /** Length and settings of each training. */
    static TrainingOptions options(CompareNoise job) {
        TrainingOptions options = TrainingOptions.defaults()
                .seed(job.seed())
                .settings(job.denoiserSettings())
                .start(job.existing() == OverwritePolicy.KEEP ? ResumePolicy.RESUME : ResumePolicy.REPLACE);
        if (job.denoiserMinutes().isPresent()) {
            return options.minutes(job.denoiserMinutes().getAsDouble());
        }
        return job.denoiserSteps().isPresent()
                ? options.steps(job.denoiserSteps().getAsLong())
                : options;
    }

    /** The denoiser of the real pairs. */
    Comparison.TrainedOn real() {
        return trained(
                ModelNames.REAL, ModelNames.REAL, equal -> equal.onPairs(files.denoiser(ModelNames.REAL), monitor));
    }

    /** The denoiser of a model's noise. */
    Comparison.TrainedOn of(String name, Path file) {
        String hash = FileHash.sha256(file);
        return trained(name, hash, equal -> {
            try (NoiseModel noise =
                    Models.noise(Models.readNoise(file), job.compute().inference())) {
                return equal.onNoise(noise, hash, files.denoiser(name), monitor);
            }
        });
    }

    private Comparison.TrainedOn trained(String name, String noise, Function<EqualDenoisers, DenoiserTraining> train) {
        String fingerprint = fingerprint(noise);
        Optional<Comparison.TrainedOn> kept = files.denoiser(name, fingerprint, Comparison.TrainedOn.class);
        monitor.on(new Event.Note("denoiser of " + name + (kept.isPresent() ? ": its figures are kept" : "")));
        Comparison.TrainedOn result = kept.orElseGet(() -> {
            Comparison.TrainedOn made = evaluated(train.apply(equal()), files.denoiser(name));
            files.denoiserFigures(name, fingerprint).write(made);
            return made;
        });
        steps = OptionalLong.of(result.steps());
        return result;
    }

    private EqualDenoisers equal() {
        if (denoisers == null) {
            denoisers = EqualDenoisers.read(source, training, job.compute(), monitor);
        }
        return steps.isPresent() ? denoisers.steps(steps.getAsLong()) : denoisers;
    }

    private String fingerprint(String noise) {
        String budget = steps.isPresent() ? "steps=" + steps.getAsLong() : "minutes=" + job.denoiserMinutes();
        return String.join(
                " ",
                Provenance.VERSION,
                "noise=" + noise,
                "data=" + source.fingerprint(),
                "split=" + job.pairs().split().word(),
                "pairs=" + heldOut.entries().size(),
                "other=" + other.map(PairSource::fingerprint).orElse("none"),
                budget,
                "settings=" + new TreeMap<>(job.denoiserSettings()),
                "seed=" + job.seed().value(),
                "threads=" + job.compute().threads(),
                "precision=" + precision().precision(),
                "device=" + job.compute().device());
    }

    /** One number format for all denoisers, since each would lose something else in the fastest. */
    private ComputeOptions precision() {
        return job.compute().precision().isPresent()
                ? job.compute()
                : job.compute().precision(Precision.FP32);
    }

    private Comparison.TrainedOn evaluated(DenoiserTraining trained, Path file) {
        try (Denoiser denoiser =
                Models.denoiser(Models.readDenoiser(file), precision().inference())) {
            return Comparison.TrainedOn.of(
                    trained,
                    evaluated(denoiser, heldOut.entries()),
                    other.map(pairs -> evaluated(denoiser, pairs.entries())));
        }
    }

    private DenoiserEvaluation evaluated(Denoiser denoiser, List<PairEntry> entries) {
        return DenoiserEvaluation.of(BatchRunner.inTurn(
                "evaluate denoiser", entries, PairEntry::name, monitor, entry -> {
                    NoisyPair pair = entry.load();
                    return DenoiserEvaluation.score(
                            entry.name(),
                            entry.scene(),
                            entry.capture(),
                            pair.clean(),
                            pair.noisy(),
                            denoiser.denoise(pair.noisy()));
                }));
    }
}
