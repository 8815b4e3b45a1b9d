package io.grainflow.job.compare;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.training.DenoiserTask;
import io.grainflow.denoiser.training.DenoiserTrainer;
import io.grainflow.denoiser.training.Supervision;
import io.grainflow.denoiser.training.Target;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.train.TrainingBasics;
import io.grainflow.job.train.TrainingOptions;
import io.grainflow.model.Models;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a DnCNN on the real pairs and on the noise of each model, all with the same plan, seed and number of updates. */
final class ComparedDenoisers {
    private static final String FOLDER = "denoisers";
    private static final String REAL = "real-pairs";

    private final CompareNoise job;
    private final List<PairEntry> heldOut;
    private final List<PairEntry> other;
    private final Monitor monitor;
    private final TrainingData data;

    /** Reads the training scenes. */
    ComparedDenoisers(CompareNoise job, PairSource source, List<PairEntry> heldOut, Monitor monitor) {
        this.job = job;
        this.heldOut = heldOut;
        this.monitor = monitor;
        this.other = job.other()
                .map(name -> Data.all(name).open(PairKind.NOISY_AND_CLEAN).entries())
                .orElse(List.of());
        this.data = TrainingBasics.read(source, false, TrainingOptions.defaults(), job.compute(), monitor);
    }

    /** The comparison with the denoisers' figures. Denoisers that fail are reported by name. */
    Comparison added(Comparison comparison) {
        Comparison.TrainedOn real = trained(REAL, new TrainingNoise.Real(), plan());
        TrainPlan equal = TrainPlan.defaults()
                .withSeed(job.seed().value())
                .withThreads(job.compute().threads())
                .withSteps(real.steps());
        List<Failure> failures = new ArrayList<>(comparison.failures());
        List<Comparison.ModelResult> models = new ArrayList<>();
        Map<String, String> files = ModelNames.of(job.models());
        for (Comparison.ModelResult model : comparison.models()) {
            try {
                Path file = Path.of(files.get(model.name()));
                models.add(model.with(
                        Optional.of(ofModel(file, model.name(), equal).against(real))));
            } catch (InputException problem) {
                String reason = String.valueOf(problem.getMessage());
                failures.add(new Failure("denoiser of " + model.name(), reason));
                monitor.on(new Event.Failed("denoiser of " + model.name(), reason));
                models.add(model);
            }
        }
        return new Comparison(
                comparison.pairs(), comparison.commonCaptures(), models, Optional.of(real), failures.size(), failures);
    }

    private Comparison.TrainedOn ofModel(Path file, String name, TrainPlan plan) {
        try (NoiseModel noise =
                Models.noise(Models.readNoise(file), job.compute().inference())) {
            return trained(name, new TrainingNoise.Learned(noise, FileHash.sha256(file), true), plan);
        }
    }

    private TrainPlan plan() {
        TrainingOptions options = TrainingOptions.defaults().seed(job.seed());
        if (job.denoiserMinutes().isPresent()) {
            options = options.minutes(job.denoiserMinutes().getAsDouble());
        } else if (job.denoiserSteps().isPresent()) {
            options = options.steps(job.denoiserSteps().getAsLong());
        }
        return TrainingBasics.plan(TrainPlan.defaults(), options, job.compute());
    }

    private Comparison.TrainedOn trained(String name, TrainingNoise noise, TrainPlan plan) {
        monitor.on(new Event.Note("denoiser of " + name));
        Path file = job.out().resolve(FOLDER).resolve(name + ".safetensors");
        DenoiserTask task = new DenoiserTask(
                DnCnnSpec.defaults(data.channels()),
                plan,
                Supervision.of(noise, Target.CLEAN),
                data,
                file,
                job.existing() == OverwritePolicy.KEEP ? ResumePolicy.RESUME : ResumePolicy.REPLACE,
                job.compute().inference().device(),
                Map.of("compare", name));
        TrainingResult result = TrainingBasics.finished(() -> DenoiserTrainer.train(task, monitor));
        try (TrainedDenoiser denoiser =
                Models.denoiser(Models.readDenoiser(file), job.compute().inference())) {
            Optional<DenoiserEvaluation> elsewhere =
                    other.isEmpty() ? Optional.empty() : Optional.of(evaluated(denoiser, other));
            return Comparison.TrainedOn.of(result.steps(), evaluated(denoiser, heldOut), elsewhere);
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
