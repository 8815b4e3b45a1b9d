package io.grainflow.train;

import io.grainflow.network.Weights;
import java.util.List;
import java.util.Optional;

/** Evaluates a system on held-out data. */
public interface Validator {
    /** Names of the metrics that it measures, with units. */
    List<String> figures();

    /**
     * Evaluates averaged weights.
     *
     * @return a number for each of {@link #figures}; empty if nothing can be measured
     */
    Optional<Metrics> measure(Weights averaged);
}
