package io.grainflow.train.divergence;

import io.grainflow.train.Metrics.Metric;
import io.grainflow.train.History;
import java.util.Optional;

/** A loss of the latest step is no finite number: all that can be said where losses of different steps cannot be compared. */
public final class NotFinite implements Divergence {
    @Override
    public Optional<Metric> in(History history) {
        return history.latestLosses().list().stream()
                .filter(loss -> !Double.isFinite(loss.value()))
                .findFirst();
    }
}
