package io.grainflow.train;

import io.grainflow.train.divergence.Divergence;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the losses of a system are called, how they are shown, and when they mean that the training has gone wrong.
 *
 * @param names of the losses in their order, units in the names; the first is in every step
 * @param shown mean losses in the units that users know
 * @param divergence a new rule for each run
 */
public record LossReport(List<String> names, UnaryOperator<Metrics> shown, Supplier<Divergence> divergence) {
    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if there is no name
     */
    public LossReport {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("LossReport expects at least one loss, got none");
        }
    }

    /** Losses that are shown as they are. */
    public static LossReport of(List<String> names, Supplier<Divergence> divergence) {
        return new LossReport(names, UnaryOperator.identity(), divergence);
    }
}
