package io.grainflow.train.divergence;

import io.grainflow.train.History;
import io.grainflow.train.Metrics.Metric;
import java.util.Optional;

/** Reports only losses that are not finite, for losses of which different steps are not comparable. */
public final class NotFinite implements Divergence {
    @Override
    public Optional<Metric> in(History history) {
        return history.latestLosses().list().stream()
                .filter(loss -> !Double.isFinite(loss.value()))
                .findFirst();
    }
}
