package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Weights;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Scope;
import io.grainflow.train.data.Prefetch;
import io.grainflow.train.divergence.Divergence;
import io.grainflow.train.divergence.NotFinite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The training loop of every system: batches, steps, and periodic validations and checkpoints.
 *
 * @param <B> what a batch is
 */
final class TrainLoop<B> {
    private static final int RECENT = 50;

    private final TrainingTask<B> task;
    private final TrainPlan plan;
    private final TrainState state;
    private final TrainingStep<B> step;
    private final List<ParameterGroup> groups;
    private final Seed seed;

    TrainLoop(TrainingTask<B> task, TrainState state) {
        this.task = task;
        this.plan = task.request().plan();
        this.state = state;
        this.step = task.system().step(state.parameters());
        this.groups = task.system().groups();
        this.seed = new Seed(plan.seed()).child("objective");
    }

    /**
     * Runs from the current progress to the end, or until the monitor asks to stop. A checkpoint is written in both cases, and also at the
     * beginning, so that an unwritable target is detected before the work. None of them is marked as finished, see {@link #finish}.
     *
     * @return whether the end was reached
     * @throws DivergedException if the rule of the system's losses detects divergence, or gradients that are clipped or a state that is to
     *     be saved are not finite
     */
    boolean run(Checkpoint.Progress from, History history, Monitor monitor) {
        monitor.on(new Event.Started(task.name(), from.steps(), "steps"));
        if (from.step() == 0) {
            save(from, 0, history, false);
        }
        Divergence divergence = task.losses().divergence().get();
        try (Prefetch<B> ahead = new Prefetch<>(
                task.batches().apply(from.poolImages()), from.step(), from.steps(), Math.max(1, plan.threads() / 2))) {
            for (long number = from.step(); number < from.steps(); number++) {
                if (monitor.cancelled()) {
                    save(from, number, history, false);
                    return false;
                }
                StepContext context = context(number, from.steps());
                history.add(step(ahead.take(), context));
                Optional<Metrics.Metric> outOfBounds = divergence.in(history).or(context::diverged);
                requireWithinBounds(number + 1, outOfBounds, divergence);
                afterStep(number + 1, from, history);
                monitor.on(new Event.Advanced(task.name(), number + 1, figures(number, from.steps(), history)));
            }
        }
        monitor.on(new Event.Finished(task.name()));
        return true;
    }

    /**
     * Writes the final model, and only then the checkpoint that is marked as finished: a training that is killed in between resumes with the
     * publication, and a model file of an earlier training is never taken for its result.
     */
    void finish(Checkpoint.Progress from, History history) {
        task.publication().write(state.averaged(), from.steps(), history);
        save(from, from.steps(), history, true);
    }

    private void requireWithinBounds(long done, Optional<Metrics.Metric> outOfBounds, Divergence divergence) {
        if (outOfBounds.isPresent()) {
            throw new DivergedException(
                        done, outOfBounds.get(), divergence.meaning(outOfBounds.get()), lastGoodCheckpoint());
        }
    }

    private void afterStep(long done, Checkpoint.Progress from, History history) {
        if (plan.validatesAfter(done, from.steps())) {
            if (task.publication().whileTraining() && done < from.steps()) {
                Scope.run(() -> task.publication().write(state.averaged(), done, history));
            }
            validate().ifPresent(figures -> history.add(new History.Validation(done, figures)));
        }
        if (done % plan.checkpointEvery() == 0 || done == from.steps()) {
            save(from, done, history, false);
        }
    }

    /** Validates the averaged weights. */
    Optional<Metrics> validate() {
        return Scope.heap(() -> task.validator().measure(state.averaged()));
    }

    /** The context of one step. */
    StepContext context(long number, long steps) {
        return new StepContext(state, number, steps, seed.child(number));
    }

    /** Runs one step, without a look at its losses. */
    Losses step(B batch, StepContext context) {
        return Scope.heap(() -> step.run(batch, context));
    }

    private void save(Checkpoint.Progress from, long done, History history, boolean finished) {
        Map<String, StoredTensor> tensors = new TreeMap<>(state.stored());
        requireWithinBounds(done, notFinite(tensors), new NotFinite());
        tensors.put("history.loss", history.storedLosses());
        tensors.put("history.validation", history.storedValidations());
        new Checkpoint(
                        task.request().identity(),
                        new Checkpoint.Progress(done, from.steps(), from.poolImages(), finished),
                        state.updates(),
                        Optional.of(history.columns()),
                        Weights.of(tensors))
                .write(task.request().checkpoint());
    }

    /** The first tensor that is not finite, with its first such value. */
    private static Optional<Metrics.Metric> notFinite(Map<String, StoredTensor> tensors) {
        return tensors.entrySet().stream()
                .filter(tensor -> !tensor.getValue().isFinite())
                .findFirst()
                .map(tensor -> new Metrics.Metric(
                        tensor.getKey(),
                        Arrays.stream(tensor.getValue().toDoubles())
                                .filter(value -> !Double.isFinite(value))
                                .findFirst()
                                .orElseThrow()));
    }

    private Optional<Path> lastGoodCheckpoint() {
        return Optional.of(task.request().checkpoint()).filter(Files::exists);
    }

    /**
     * Losses in the units that users see, learning rates, and the last validation. With several groups, each learning rate is named after
     * its group.
     */
    private Map<String, Double> figures(long number, long steps, History history) {
        Map<String, Double> figures = new LinkedHashMap<>(
                task.losses().shown().apply(history.recentLosses(RECENT)).toMap());
        for (ParameterGroup group : groups) {
            String name = groups.size() == 1 ? "learningRate" : group.name() + "LearningRate";
            figures.put(name, group.learningRate().at(number, steps));
        }
        history.lastValidation()
                .ifPresent(validation -> figures.putAll(validation.figures().toMap()));
        // losses of groups that were not updated yet
        figures.values().removeIf(value -> value.isNaN());
        return figures;
    }
}
