package io.grainflow.train;

import io.grainflow.network.Weights;
import java.util.List;
import java.util.Optional;

/** Measures a system on data that it does not learn from. */
public interface Validator {
    /** What it measures, units in the names. */
    List<String> figures();

    /**
     * Measures averaged weights.
     *
     * @return a number for each of {@link #figures}; empty where nothing can be measured
     */
    Optional<Metrics> measure(Weights averaged);
}
