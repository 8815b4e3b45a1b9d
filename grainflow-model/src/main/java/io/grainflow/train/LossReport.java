package io.grainflow.train;

import io.grainflow.train.divergence.Divergence;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The names of a system's losses, their conversion for display, and the rule that detects divergence.
 *
 * @param names of the losses in their order, units in the names; the first is present in every step
 * @param shown converts mean losses to the units that users see
 * @param divergence creates a new rule for each run
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

    /** Losses that are displayed without conversion. */
    public static LossReport of(List<String> names, Supplier<Divergence> divergence) {
        return new LossReport(names, UnaryOperator.identity(), divergence);
    }
}
