package io.grainflow.train.divergence;

import io.grainflow.train.Metrics.Metric;
import io.grainflow.train.History;
import java.util.Arrays;
import java.util.Optional;

/**
 * For adversarial training, whose losses rise and fall without any harm. A loss is not finite, or the critic no longer tells anything apart: the
 * first loss, which must be its gap (mean of real samples less mean of generated ones), has a size whose median over a stretch is a tiny share
 * of the largest one before. A generator that has learned its target narrows the gap, too, but a critic that still reacts leaves more of it than that.
 */
public final class CriticCollapse implements Divergence {
    /** Steps that a collapse must last. */
    public static final int STRETCH = 100;
    /** Of the largest gap. */
    private static final double TINY = 1e-5;

    private final NotFinite finite = new NotFinite();
    private double largest;
    private int seen;

    @Override
    public Optional<Metric> in(History history) {
        Optional<Metric> found = finite.in(history);
        while (found.isEmpty() && seen + STRETCH <= history.steps()) {
            double size = median(history.losses(seen, seen + STRETCH));
            if (size <= TINY * largest) {
                found = Optional.of(new Metric(history.columns().losses().get(0), history.recentLoss(1)));
            }
            largest = Math.max(largest, size);
            seen += STRETCH;
        }
        return found;
    }

    private static double median(double[] gaps) {
        double[] sizes = Arrays.stream(gaps).map(Math::abs).sorted().toArray();
        return sizes[sizes.length / 2];
    }
}
