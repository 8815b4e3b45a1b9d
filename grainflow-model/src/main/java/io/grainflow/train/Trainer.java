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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Trains any {@link TrainingTask}. A run that was killed at any moment and resumed gives the same bytes as an uninterrupted one, on one
 * machine and with one number of threads.
 *
 * @param <B> what a batch is
 */
public final class Trainer<B> {
    private final TrainingTask<B> task;
    private final TrainingRequest request;
    private final Monitor monitor;
    private final Path checkpointFile;

    public Trainer(TrainingTask<B> task, Monitor monitor) {
        this.task = task;
        this.request = task.request();
        this.monitor = monitor;
        this.checkpointFile = request.checkpoint();
    }

    /**
     * Trains on the calling thread, with the plan's number of threads for each operation, and writes the model and checkpoints on the way.
     *
     * @throws DivergedException if the loss leaves all bounds, or gradients or the state are not finite
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public TrainingResult run(StepClock clock) {
        return TensorThreads.with(request.plan().threads(), () -> started(clock));
    }

    private TrainingResult started(StepClock clock) {
        Optional<Checkpoint> found = earlier();
        if (found.isEmpty()) {
            task.notes().forEach(note -> monitor.on(new Event.Note(note)));
            History history = new History(task.columns());
            OptionalLong steps = steps(clock);
            return steps.isPresent()
                    ? run(
                            new Checkpoint.Progress(0, steps.getAsLong(), poolImages(), false),
                            newState(task.system().groups()),
                            history)
                    : new TrainingResult(false, 0, history);
        }
        Checkpoint checkpoint = found.get();
        checkpoint.requireSame(checkpointFile, request.identity());
        TrainState state = newState(task.system().groups());
        state.restore(checkpointFile, checkpoint);
        History history = checkpoint.history(checkpointFile, task.columns());
        Checkpoint.Progress progress = checkpoint.progress();
        if (progress.finished() && Files.exists(request.out())) {
            monitor.on(new Event.Note(request.out() + " is finished (" + progress.steps() + " steps): nothing to do"));
            return new TrainingResult(true, progress.steps(), history);
        }
        monitor.on(new Event.Note("going on from step " + progress.step() + " of " + progress.steps()));
        return run(progress, state, history);
    }

    private TrainingResult run(Checkpoint.Progress from, TrainState state, History history) {
        if (request.data().validation().isEmpty()) {
            monitor.on(new Event.Note("no validation: the data has no held-out pairs, or too few scenes for them"));
        }
        TrainLoop<B> loop = new TrainLoop<>(task, state);
        boolean finished = loop.run(from, history, monitor);
        if (finished) {
            loop.finish(from, history);
        }
        return new TrainingResult(finished, from.steps(), history);
    }

    private Optional<Checkpoint> earlier() {
        if (request.start() == ResumePolicy.REPLACE || !Files.exists(checkpointFile)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        if (request.start() == ResumePolicy.RESUME) {
            return Optional.of(checkpoint);
        }
        if (!checkpoint.progress().finished()) {
            throw new InputException(
                    checkpointFile.toString(),
                    "is left of an unfinished training (step "
                            + checkpoint.progress().step() + " of "
                            + checkpoint.progress().steps() + ")",
                    "go on with `start=resume`, or start anew with `start=replace`");
        }
        return Optional.empty();
    }

    private TrainState newState(List<ParameterGroup> groups) {
        return new TrainState(groups, task.system().initial(), request.device());
    }

    /** The number of images that fit into the cache with a margin, so that decoded images are never evicted and reloaded in turn. */
    private int poolImages() {
        TrainingData data = request.data();
        long fitting = data.cacheBytes() * 3 / 4 / data.largestPairBytes();
        return (int) Math.max(1, Math.min(request.plan().poolImages(), fitting));
    }

    /** The plan's number of steps, or as many as fit into its minutes; empty if the monitor asked to stop before this was known. */
    private OptionalLong steps(StepClock clock) {
        TrainPlan plan = request.plan();
        if (plan.minutes() == 0) {
            return OptionalLong.of(plan.steps());
        }
        OptionalLong steps = Scope.heap(() -> timed(clock));
        steps.ifPresent(count -> monitor.on(new Event.Note(count + " steps fit into " + plan.minutes() + " minutes")));
        return steps;
    }

    /** The number of steps by the time of a few, on a copy of the state that belongs to the scope of this trial. */
    private OptionalLong timed(StepClock clock) {
        LearningRate harmless = LearningRate.constant(request.plan().finalLearningRate());
        TrainLoop<B> trial = new TrainLoop<>(
                task,
                newState(task.system().groups().stream()
                        .map(group -> group.with(harmless))
                        .toList()));
        Batches<B> batches = task.batches().apply(poolImages());
        long[] next = {0};
        return clock.steps(
                () -> {
                    long number = next[0]++;
                    trial.step(batches.at(number), trial.context(number, Long.MAX_VALUE));
                },
                trial::validate,
                request.plan().validations(),
                monitor::cancelled);
    }
}
