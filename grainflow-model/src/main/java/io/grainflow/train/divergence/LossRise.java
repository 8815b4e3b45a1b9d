package io.grainflow.train.divergence;

import io.grainflow.train.Metrics.Metric;
import io.grainflow.train.History;
import java.util.Optional;

/**
 * For likelihoods and distances, which fall. A loss is not finite, or the median of the first loss over a stretch lies far above that of the best
 * stretch before. A single bad batch moves no median. In the first stretch, which has none before it, single losses are compared with the
 * very first, with the factor squared.
 */
public final class LossRise implements Divergence {
    private static final int STRETCH = 20;

    private final NotFinite finite = new NotFinite();
    private final double factor;
    private double best = Double.POSITIVE_INFINITY;
    private int seen;

    /**
     * A rule that has seen nothing yet.
     *
     * @param factor how far above the best median is too far, above 1
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

    /** So many times a loss; likelihoods of densities are negative, too, and rise from there by as many times their size. */
    private static double above(double loss, double times) {
        return loss > 0 ? times * loss : loss + (times - 1) * Math.max(1, -loss);
    }
}
