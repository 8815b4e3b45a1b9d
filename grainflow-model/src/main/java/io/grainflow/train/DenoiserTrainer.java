package io.grainflow.train;

import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.LearnedDenoiser;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.Weights;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains a denoiser. A run that was killed at any moment and resumed gives the same bytes as an uninterrupted one, on one
 * machine and with one number of threads.
 */
public final class DenoiserTrainer {
    private static final String TASK = "train denoiser";
    private static final int RECENT = 100;

    private final DenoiserTask task;
    private final Monitor monitor;
    private final Network network;
    private final SortedMap<String, String> identity;
    private final Path checkpointFile;
    private final PatchValidation validation;
    private final Seed seed;

    private DenoiserTrainer(DenoiserTask task, Monitor monitor) {
        this.task = task;
        this.monitor = monitor;
        this.network = task.spec().network();
        this.identity = task.identity();
        this.checkpointFile = Checkpoint.beside(task.out());
        this.seed = new Seed(task.plan().seed());
        this.validation = new PatchValidation(task.data(), task.supervision(), seed.child("validation"));
    }

    /**
     * Trains, and writes the model and checkpoints on the way.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(DenoiserTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        NativeLibrary.setThreads(task.plan().threads());
        return new DenoiserTrainer(task, monitor).run(clock);
    }

    private TrainingResult run(StepClock clock) {
        Optional<Checkpoint> found = earlier();
        if (found.isEmpty()) {
            noteSmallImages();
            return run(new Checkpoint.Progress(0, steps(clock), poolImages(), false), newState(), new History());
        }
        Checkpoint checkpoint = found.get();
        checkpoint.requireSame(checkpointFile, identity);
        TrainState state = newState();
        state.restore(checkpointFile, checkpoint);
        History history = History.restored(
                checkpoint.tensor(checkpointFile, "history.loss"),
                checkpoint.tensor(checkpointFile, "history.validation"));
        Checkpoint.Progress progress = checkpoint.progress();
        if (progress.finished() && Files.exists(task.out())) {
            monitor.on(new Event.Note(task.out() + " is finished (" + progress.steps() + " steps): nothing to do"));
            return new TrainingResult(true, progress.steps(), history);
        }
        monitor.on(new Event.Note("going on from step " + progress.step() + " of " + progress.steps()));
        return run(progress, state, history);
    }

    private TrainingResult run(Checkpoint.Progress from, TrainState state, History history) {
        if (validation.empty()) {
            monitor.on(new Event.Note("no validation: the data has too few scenes to hold one out"));
        }
        boolean finished = loop(state)
                .run(
                        TASK,
                        from,
                        history,
                        batches(from.poolImages()),
                        step -> validation.empty()
                                ? Optional.empty()
                                : Optional.of(validation.measure(step, denoiser(state.averaged()))),
                        monitor);
        if (finished) {
            model(state.averaged(), from, history).write(task.out());
        }
        return new TrainingResult(finished, from.steps(), history);
    }

    private Optional<Checkpoint> earlier() {
        if (task.start() == Start.REPLACE || !Files.exists(checkpointFile)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        if (task.start() == Start.RESUME) {
            return Optional.of(checkpoint);
        }
        if (!checkpoint.progress().finished()) {
            throw new InputException(
                    checkpointFile.toString(),
                    "is left of an unfinished training (step "
                            + checkpoint.progress().step() + " of "
                            + checkpoint.progress().steps() + ")",
                    "go on with --resume, or start anew with --overwrite");
        }
        return Optional.empty();
    }

    private TrainState newState() {
        return new TrainState(
                network, Initialisation.of(network, seed.child("initialisation")), task.plan(), task.device());
    }

    private TrainLoop<PatchBatch> loop(TrainState state) {
        return new TrainLoop<>(
                task.plan(),
                state,
                new MeanSquaredError(network, state.parameters(), task.device()),
                checkpointFile,
                identity);
    }

    private Batches<PatchBatch> batches(int poolImages) {
        TrainPlan plan = task.plan();
        List<PairEntry> entries = task.data().training();
        long stepsPerEntry = Math.max(1, plan.patchesPerImage() / plan.batchSize());
        EntryPool pool = new EntryPool(entries, poolImages, stepsPerEntry, seed.child("pool"));
        return new PatchBatches(
                pool,
                task.data().cache()::load,
                task.supervision(),
                plan.batchSize(),
                patchSize(),
                seed.child("patches"));
    }

    private int patchSize() {
        return Math.min(task.plan().patchSize(), task.data().smallestSide());
    }

    private void noteSmallImages() {
        if (patchSize() < task.plan().patchSize()) {
            monitor.on(new Event.Note("patches of " + patchSize() + " pixels instead of "
                    + task.plan().patchSize() + ": the smallest image is no larger"));
        }
    }

    /** As many images as stay decoded with some room, so that the cache never thrashes. */
    private int poolImages() {
        long fitting = task.data().cacheBytes() * 3 / 4 / task.data().largestPairBytes();
        return (int) Math.max(1, Math.min(task.plan().poolImages(), fitting));
    }

    private long steps(StepClock clock) {
        if (task.plan().minutes() == 0) {
            return task.plan().steps();
        }
        TrainState trial = newState();
        TrainLoop<PatchBatch> loop = loop(trial);
        Batches<PatchBatch> batches = batches(poolImages());
        long[] next = {0};
        long steps = clock.steps(
                () -> loop.step(batches.at(next[0]++), 0, task.plan().finalLearningRate()),
                () -> Scope.heap(() -> validation.measure(0, denoiser(trial.averaged()))),
                task.plan().validations());
        monitor.on(new Event.Note(steps + " steps fit into " + task.plan().minutes() + " minutes"));
        return steps;
    }

    private LearnedDenoiser denoiser(Weights weights) {
        return LearnedDenoiser.of(network, weights, task.data().domain(), task.device());
    }

    private ModelFile<DenoiserSpec> model(Weights weights, Checkpoint.Progress progress, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "denoiser");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("noise", task.supervision().noise().description());
        job.put("target", task.supervision().target());
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) progress.steps());
        metrics.put("lossMean", history.recentLoss(RECENT));
        history.lastValidation().ifPresent(last -> {
            metrics.put("validationPsnrDecibelsBefore", last.before());
            metrics.put("validationPsnrDecibels", last.after());
        });
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), List.of(), Units.of(task.data().domain()), provenance, weights);
    }
}
