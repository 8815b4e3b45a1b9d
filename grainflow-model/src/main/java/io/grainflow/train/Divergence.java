package io.grainflow.train;

/**
 * Tells a training that has gone wrong from one that is noisy: the loss is not finite, or the median of a stretch lies far
 * above that of the best stretch before. A single bad batch moves no median. In the first stretch, which has
 * none before it, single losses are held against the very first with the factor squared.
 */
final class Divergence {
    private static final int STRETCH = 20;

    private final double factor;
    private double best = Double.POSITIVE_INFINITY;
    private int seen;

    /** @param factor how far above the best median is too far */
    Divergence(double factor) {
        this.factor = factor;
    }

    /** Whether what the history holds beyond the last call is out of bounds. */
    boolean in(History history) {
        if (history.steps() > 0 && !Double.isFinite(history.recentLoss(1))) {
            return true;
        }
        boolean diverged = false;
        if (seen == 0 && history.steps() > 0) {
            diverged = history.recentLoss(1) > above(history.medianLoss(0, 1), factor * factor);
        }
        while (seen + STRETCH <= history.steps()) {
            double median = history.medianLoss(seen, seen + STRETCH);
            diverged |= median > above(best, factor);
            best = Math.min(best, median);
            seen += STRETCH;
        }
        return diverged;
    }

    /** So many times a loss; likelihoods of densities are negative, too, and rise from there by as many times their size. */
    private static double above(double loss, double times) {
        return loss > 0 ? times * loss : loss + (times - 1) * Math.max(1, -loss);
    }
}
