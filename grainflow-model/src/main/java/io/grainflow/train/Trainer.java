package io.grainflow.train;

import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.TensorThreads;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Trains anything that can be trained. A run that was killed at any moment and resumed gives the same bytes as an uninterrupted
 * one, on one machine and with one number of threads.
 *
 * @param <B> what a batch is
 */
public final class Trainer<B> {
    private final Trainee<B> trainee;
    private final TrainTask task;
    private final Monitor monitor;
    private final SortedMap<String, String> identity;
    private final Path checkpointFile;

    public Trainer(Trainee<B> trainee, Monitor monitor) {
        this.trainee = trainee;
        this.task = trainee.task();
        this.monitor = monitor;
        this.identity = task.identity();
        this.checkpointFile = Checkpoint.beside(task.out());
    }

    /**
     * Trains on the calling thread, with the plan's number of threads for each operation, and writes the model and checkpoints on the way.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public TrainingResult run(StepClock clock) {
        return TensorThreads.with(task.plan().threads(), () -> started(clock));
    }

    private TrainingResult started(StepClock clock) {
        Optional<Checkpoint> found = earlier();
        if (found.isEmpty()) {
            trainee.notes().forEach(note -> monitor.on(new Event.Note(note)));
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
        if (task.data().validation().isEmpty()) {
            monitor.on(new Event.Note("no validation: the data has too few scenes to hold one out"));
        }
        boolean finished = new TrainLoop<>(trainee, state)
                .run(
                        trainee.name(),
                        from,
                        history,
                        trainee.batches(from.poolImages()),
                        step -> measured(step, state, history),
                        monitor);
        if (finished) {
            trainee.companions(state.averaged(), from.steps(), history).forEach((file, model) -> model.write(file));
            trainee.model(state.averaged(), from.steps(), history).write(task.out());
        }
        return new TrainingResult(finished, from.steps(), history);
    }

    private Optional<History.Validation> measured(long step, TrainState state, History history) {
        if (trainee.publishes()) {
            trainee.model(state.averaged(), step, history).write(task.out());
        }
        return trainee.validate(step, state.averaged());
    }

    private Optional<Checkpoint> earlier() {
        if (task.start() == ResumePolicy.REPLACE || !Files.exists(checkpointFile)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        if (task.start() == ResumePolicy.RESUME) {
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
        return new TrainState(trainee.slots(), trainee.initial(), task.plan(), task.device());
    }

    /** As many images as stay decoded with some room, so that the cache never thrashes. */
    private int poolImages() {
        TrainingData data = task.data();
        long fitting = data.cacheBytes() * 3 / 4 / data.largestPairBytes();
        return (int) Math.max(1, Math.min(task.plan().poolImages(), fitting));
    }

    private long steps(StepClock clock) {
        TrainPlan plan = task.plan();
        if (plan.minutes() == 0) {
            return plan.steps();
        }
        TrainState trial = newState();
        TrainLoop<B> loop = new TrainLoop<>(trainee, trial);
        Batches<B> batches = trainee.batches(poolImages());
        long[] next = {0};
        long steps = clock.steps(
                () -> loop.step(batches.at(next[0]++), 0, 0, plan.finalLearningRate()),
                () -> Scope.heap(() -> trainee.validate(0, trial.averaged())),
                plan.validations());
        monitor.on(new Event.Note(steps + " steps fit into " + plan.minutes() + " minutes"));
        return steps;
    }
}
