package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Weights;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Prefetch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/**
 * The loop that every training goes through: batch, loss, update, now and then a validation and a checkpoint.
 *
 * @param <B> what a batch is
 */
final class TrainLoop<B> {
    private static final int RECENT = 50;

    private final TrainPlan plan;
    private final TrainState state;
    private final Objective<B> objective;
    private final Path checkpointFile;
    private final SortedMap<String, String> identity;
    private final List<String> figureNames;
    private final DoubleFunction<Map<String, Double>> lossFigures;
    private final boolean comparable;

    TrainLoop(Trainee<B> trainee, TrainState state) {
        this.plan = trainee.task().plan();
        this.state = state;
        this.objective = trainee.objective(state.parameters());
        this.checkpointFile = Checkpoint.beside(trainee.task().out());
        this.identity = trainee.task().identity();
        this.figureNames = trainee.figureNames();
        this.lossFigures = trainee::lossFigures;
        this.comparable = trainee.lossComparable();
    }

    /** What is measured now and then. */
    @FunctionalInterface
    interface Measurement {
        Optional<History.Validation> at(long step);
    }

    /**
     * Runs from where the progress stands to the end, or until the monitor asks to stop. Leaves a checkpoint either way,
     * and one at the beginning, so that a target that cannot be written to is found out before the work.
     *
     * @param task name for the monitor
     * @return whether the end was reached
     */
    boolean run(
            String task,
            Checkpoint.Progress from,
            History history,
            Batches<B> batches,
            Measurement measurement,
            Monitor monitor) {
        monitor.on(new Event.Started(task, from.steps(), "steps"));
        if (from.step() == 0) {
            save(from, 0, history);
        }
        Divergence divergence = new Divergence(plan.divergenceFactor());
        try (Prefetch<B> ahead = new Prefetch<>(batches, from.step(), from.steps(), Math.max(1, plan.threads() / 2))) {
            for (long step = from.step(); step < from.steps(); step++) {
                if (monitor.cancelled()) {
                    save(from, step, history);
                    return false;
                }
                double learningRate = plan.learningRateAt(step, from.steps());
                history.addLoss(step(ahead.take(), step, (double) step / from.steps(), learningRate));
                long done = step + 1;
                if (comparable ? divergence.in(history) : !Double.isFinite(history.recentLoss(1))) {
                    throw new DivergedException(done, history.recentLoss(1), lastGoodCheckpoint());
                }
                if (plan.validatesAfter(done, from.steps())) {
                    Scope.heap(() -> measurement.at(done)).ifPresent(history::addValidation);
                }
                if (done % plan.checkpointEvery() == 0 || done == from.steps()) {
                    save(from, done, history);
                }
                monitor.on(new Event.Advanced(task, done, figures(history, learningRate)));
            }
        }
        monitor.on(new Event.Finished(task));
        return true;
    }

    /**
     * One update; the loss before it.
     *
     * @param progress share of the run that is done
     */
    double step(B batch, long step, double progress, double learningRate) {
        return Scope.heap(() -> {
            Tensor loss = objective.loss(
                    batch, progress, new Seed(plan.seed()).child("objective").child(step));
            double value = loss.item();
            if (Double.isFinite(value)) {
                loss.backward();
                state.update(learningRate, plan.gradientClip());
            }
            return value;
        });
    }

    private void save(Checkpoint.Progress from, long step, History history) {
        Map<String, StoredTensor> tensors = new TreeMap<>(state.stored());
        tensors.put("history.loss", history.storedLosses());
        tensors.put("history.validation", history.storedValidations());
        new Checkpoint(
                        identity,
                        new Checkpoint.Progress(step, from.steps(), from.poolImages(), step == from.steps()),
                        Weights.of(tensors))
                .write(checkpointFile);
    }

    private Optional<Path> lastGoodCheckpoint() {
        return Optional.of(checkpointFile).filter(Files::exists);
    }

    private Map<String, Double> figures(History history, double learningRate) {
        Map<String, Double> figures = new LinkedHashMap<>(lossFigures.apply(history.recentLoss(RECENT)));
        figures.put("learningRate", learningRate);
        history.lastValidation().ifPresent(validation -> {
            for (int i = 0; i < figureNames.size(); i++) {
                figures.put(figureNames.get(i), validation.figures().get(i));
            }
        });
        return figures;
    }
}
