package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What happened in a training: the loss of every step, and the validations. Grows as the training goes on. */
public final class History {
    private final List<Validation> validations = new ArrayList<>();
    private double[] losses = new double[1024];
    private int steps;

    /**
     * One validation.
     *
     * @param step number of updates before it
     * @param figures what was measured, in the order of the trainee's names for them
     */
    public record Validation(long step, List<Double> figures) {
        public Validation {
            figures = List.copyOf(figures);
        }
    }

    /**
     * A point of the loss curve.
     *
     * @param step number of updates at the end of the stretch
     * @param lossMean mean over the stretch
     */
    public record LossPoint(long step, double lossMean) {}

    void addLoss(double loss) {
        if (steps == losses.length) {
            losses = Arrays.copyOf(losses, 2 * steps);
        }
        losses[steps++] = loss;
    }

    void addValidation(Validation validation) {
        validations.add(validation);
    }

    /** Number of updates. */
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

    /** Mean loss of the latest steps, at most so many; NaN before the first. */
    public double recentLoss(int count) {
        int from = Math.max(0, steps - count);
        return Arrays.stream(losses, from, steps).average().orElse(Double.NaN);
    }

    /** The loss in at most so many stretches of equal length. */
    public List<LossPoint> lossCurve(int points) {
        int stretches = Math.min(points, steps);
        List<LossPoint> curve = new ArrayList<>();
        for (int i = 0; i < stretches; i++) {
            int from = (int) ((long) i * steps / stretches);
            int to = (int) ((i + 1L) * steps / stretches);
            curve.add(
                    new LossPoint(to, Arrays.stream(losses, from, to).average().orElseThrow()));
        }
        return List.copyOf(curve);
    }

    /** Median loss of the steps [from, to). */
    public double medianLoss(int from, int to) {
        double[] part = Arrays.copyOfRange(losses, from, to);
        Arrays.sort(part);
        return part[part.length / 2];
    }

    StoredTensor storedLosses() {
        return StoredTensor.ofDoubles(Arrays.copyOf(losses, steps), steps);
    }

    /** One row per validation: the step, then its figures. */
    StoredTensor storedValidations() {
        double[] values = validations.stream()
                .flatMapToDouble(v -> DoubleStream.concat(
                        DoubleStream.of((double) v.step()), v.figures().stream().mapToDouble(Double::doubleValue)))
                .toArray();
        int rows = validations.size();
        return StoredTensor.ofDoubles(values, rows, rows == 0 ? 0 : values.length / rows);
    }

    static History restored(StoredTensor losses, StoredTensor validations) {
        History history = new History();
        for (double loss : losses.toDoubles()) {
            history.addLoss(loss);
        }
        double[] values = validations.toDoubles();
        int fields = Math.max(1, (int) validations.shape()[1]);
        for (int i = 0; i + fields <= values.length; i += fields) {
            history.addValidation(new Validation(
                    (long) values[i],
                    Arrays.stream(values, i + 1, i + fields).boxed().toList()));
        }
        return history;
    }
}
