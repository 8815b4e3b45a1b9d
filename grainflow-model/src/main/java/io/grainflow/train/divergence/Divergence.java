package io.grainflow.train.divergence;

import io.grainflow.train.History;
import io.grainflow.train.Metrics.Metric;
import java.util.Optional;

/** Detects divergence of a training. The state of a rule is derived from the history alone, so that resuming does not change it. */
@FunctionalInterface
public interface Divergence {
    /**
     * The diverged loss among the steps that the history has gained since the last call; empty if there is none. It is called after every
     * step.
     */
    Optional<Metric> in(History history);

    /** What happened, for users, such as "diverged". */
    default String meaning(Metric found) {
        return "diverged";
    }
}
