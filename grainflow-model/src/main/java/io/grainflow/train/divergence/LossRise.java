package io.grainflow.train.divergence;

import io.grainflow.train.History;
import io.grainflow.train.Metrics.Metric;
import java.util.Optional;

/**
 * A rule for likelihoods and distances, which fall during a training. It reports a loss that is not finite, and a median of the first loss
 * over an interval that is far above the lowest earlier median. A single bad batch does not change the median. In the first interval,
 * single losses are compared with the first loss of all, with the factor squared.
 */
public final class LossRise implements Divergence {
    private static final int STRETCH = 20;

    private final NotFinite finite = new NotFinite();
    private final double factor;
    private double best = Double.POSITIVE_INFINITY;
    private int seen;

    /**
     * A rule for a new history.
     *
     * @param factor ratio to the lowest median above which the training has diverged, above 1
     */
    public LossRise(double factor) {
        this.factor = factor;
    }

    @Override
    public Optional<Metric> in(History history) {
        Optional<Metric> infinite = finite.in(history);
        return infinite.isPresent() || !risen(history)
                ? infinite
                : Optional.of(new Metric(history.columns().losses().get(0), history.recentLoss(1)));
    }

    private boolean risen(History history) {
        boolean risen = false;
        if (seen == 0 && history.steps() > 0) {
            risen = history.recentLoss(1) > above(history.medianLoss(0, 1), factor * factor);
        }
        while (seen + STRETCH <= history.steps()) {
            double median = history.medianLoss(seen, seen + STRETCH);
            risen |= median > above(best, factor);
            best = Math.min(best, median);
            seen += STRETCH;
        }
        return risen;
    }

    /**
     * The bound for a reference loss: a positive loss is multiplied by the factor; one that is not positive (log-densities) may rise by
     * (factor - 1) times its absolute value, or by (factor - 1) if that is larger.
     */
    private static double above(double loss, double times) {
        return loss > 0 ? times * loss : loss + (times - 1) * Math.max(1, -loss);
    }
}
