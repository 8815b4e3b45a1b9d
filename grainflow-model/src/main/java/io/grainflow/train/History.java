package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The record of a training as tables of named columns: the losses of every step, and the validations. It grows during the training. The
 * first loss is present in every step; others may be missing in some steps, where they are NaN.
 */
public final class History {
    private final Columns columns;
    private final double[][] losses;
    private final List<Validation> validations = new ArrayList<>();
    private Metrics latest = Metrics.none();
    private int steps;

    /**
     * Names of the columns, with units.
     *
     * @param losses losses of each step, at least one
     * @param validation figures of each validation
     */
    public record Columns(List<String> losses, List<String> validation) {
        public Columns {
            losses = List.copyOf(losses);
            validation = List.copyOf(validation);
        }
    }

    /**
     * One validation.
     *
     * @param step number of steps before it
     * @param figures the measured metrics
     */
    public record Validation(long step, Metrics figures) {}

    /**
     * A point of the smoothed loss curve.
     *
     * @param step number of steps at the end of the interval
     * @param lossMean mean over the interval
     */
    public record LossPoint(long step, double lossMean) {}

    /** An empty history. */
    public History(Columns columns) {
        this.columns = columns;
        this.losses = new double[columns.losses().size()][1024];
    }

    public Columns columns() {
        return columns;
    }

    /**
     * Records one step.
     *
     * @throws IllegalArgumentException if a loss has no column, or the first loss is missing
     */
    public void add(Losses step) {
        Metrics means = step.means();
        if (!columns.losses().containsAll(means.names())
                || !means.names().contains(columns.losses().get(0))) {
            throw new IllegalArgumentException(
                    "a training step expects the losses " + columns.losses() + ", got " + means.names());
        }
        latest = means;
        double[] row = new double[losses.length];
        for (int i = 0; i < row.length; i++) {
            String name = columns.losses().get(i);
            row[i] = means.names().contains(name) ? means.get(name) : Double.NaN;
        }
        add(row);
    }

    private void add(double[] row) {
        for (int i = 0; i < losses.length; i++) {
            if (steps == losses[i].length) {
                losses[i] = Arrays.copyOf(losses[i], 2 * steps);
            }
            losses[i][steps] = row[i];
        }
        steps++;
    }

    /**
     * Records a validation.
     *
     * @throws IllegalArgumentException if the names of its figures differ from the columns
     */
    public void add(Validation validation) {
        if (!columns.validation().equals(validation.figures().names())) {
            throw new IllegalArgumentException("a validation expects the figures " + columns.validation() + ", got "
                    + validation.figures().names());
        }
        validations.add(validation);
    }

    /** Number of steps. */
    public int steps() {
        return steps;
    }

    public List<Validation> validations() {
        return List.copyOf(validations);
    }

    /** The last validation, if there was one. */
    public Optional<Validation> lastValidation() {
        return validations.isEmpty() ? Optional.empty() : Optional.of(validations.get(validations.size() - 1));
    }

    /** Losses of the latest step as they were recorded; empty before the first step after the training was started or resumed. */
    public Metrics latestLosses() {
        return latest;
    }

    /** Mean of each loss over at most the given number of latest steps; NaN if it was not measured in any of them. */
    public Metrics recentLosses(int count) {
        Metrics means = Metrics.none();
        for (int i = 0; i < losses.length; i++) {
            double mean = Arrays.stream(losses[i], Math.max(0, steps - count), steps)
                    .filter(loss -> !Double.isNaN(loss))
                    .average()
                    .orElse(Double.NaN);
            means = means.and(columns.losses().get(i), mean);
        }
        return means;
    }

    /** Mean of the first loss over at most the given number of latest steps; NaN before the first step. */
    public double recentLoss(int count) {
        return Arrays.stream(losses[0], Math.max(0, steps - count), steps)
                .average()
                .orElse(Double.NaN);
    }

    /** The first loss, averaged over at most the given number of intervals of equal length. */
    public List<LossPoint> lossCurve(int points) {
        int stretches = Math.min(points, steps);
        List<LossPoint> curve = new ArrayList<>();
        for (int i = 0; i < stretches; i++) {
            int from = (int) ((long) i * steps / stretches);
            int to = (int) ((i + 1L) * steps / stretches);
            curve.add(new LossPoint(
                    to, Arrays.stream(losses[0], from, to).average().orElseThrow()));
        }
        return List.copyOf(curve);
    }

    /** The first loss of the steps [from, to). */
    public double[] losses(int from, int to) {
        return Arrays.copyOfRange(losses[0], from, to);
    }

    /** Median of the first loss over the steps [from, to). */
    public double medianLoss(int from, int to) {
        double[] part = losses(from, to);
        Arrays.sort(part);
        return part[part.length / 2];
    }

    /** The losses: [steps] of one column, [steps,columns] of several. */
    StoredTensor storedLosses() {
        if (losses.length == 1) {
            return StoredTensor.ofDoubles(losses(0, steps), steps);
        }
        double[] values = new double[steps * losses.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = losses[i % losses.length][i / losses.length];
        }
        return StoredTensor.ofDoubles(values, steps, losses.length);
    }

    /** One row per validation: the step, then its figures. */
    StoredTensor storedValidations() {
        double[] values = validations.stream()
                .flatMapToDouble(v -> DoubleStream.concat(
                        DoubleStream.of((double) v.step()),
                        v.figures().list().stream().mapToDouble(Metrics.Metric::value)))
                .toArray();
        int rows = validations.size();
        return StoredTensor.ofDoubles(values, rows, rows == 0 ? 0 : values.length / rows);
    }

    /**
     * Restores a history from the results of {@link #storedLosses} and {@link #storedValidations}.
     *
     * @param where the file, for messages
     * @param columns their names
     * @throws InputException if the number of columns differs
     */
    static History restored(String where, Columns columns, StoredTensor losses, StoredTensor validations) {
        History history = new History(columns);
        double[] values = losses.toDoubles();
        int width = history.losses.length;
        requireColumns(where, "losses", width, losses.shape().length == 1 ? 1 : losses.shape()[1]);
        for (int i = 0; i < values.length; i += width) {
            history.add(Arrays.copyOfRange(values, i, i + width));
        }
        history.restoreValidations(where, validations);
        return history;
    }

    private void restoreValidations(String where, StoredTensor stored) {
        double[] values = stored.toDoubles();
        int width = 1 + columns.validation().size();
        if (values.length > 0) {
            requireColumns(where, "validations", width, stored.shape()[1]);
        }
        for (int row = 0; row < values.length; row += width) {
            Metrics figures = Metrics.none();
            for (int i = 1; i < width; i++) {
                figures = figures.and(columns.validation().get(i - 1), values[row + i]);
            }
            add(new Validation((long) values[row], figures));
        }
    }

    private static void requireColumns(String where, String what, long expected, long got) {
        if (expected != got) {
            throw new InputException(
                    where,
                    "has " + got + " columns of " + what + ", expected " + expected,
                    "start anew with `start=replace`");
        }
    }
}
