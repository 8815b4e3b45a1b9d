package io.grainflow.train.divergence;

import io.grainflow.train.Metrics.Metric;
import io.grainflow.train.History;
import java.util.Optional;

/** Tells whether a training has gone wrong. What a rule remembers follows from the history alone, so that resuming does not change it. */
@FunctionalInterface
public interface Divergence {
    /** The loss that is out of bounds in what the history holds beyond the last call; asked after every step. */
    Optional<Metric> in(History history);
}
