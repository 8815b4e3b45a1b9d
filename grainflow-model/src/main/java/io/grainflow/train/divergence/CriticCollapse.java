package io.grainflow.train.divergence;

import io.grainflow.train.History;
import io.grainflow.train.Metrics.Metric;
import java.util.Arrays;
import java.util.Optional;

/**
 * A rule for adversarial training, whose losses rise and fall without divergence. It reports a loss that is not finite, and a critic that
 * no longer distinguishes real from generated samples. The first loss must be the critic's gap (mean over real samples minus mean over
 * generated samples). The critic has collapsed if the median of the absolute gap over an interval is a tiny share of the largest earlier
 * median. A generator that approaches its target also narrows the gap, but far less.
 */
public final class CriticCollapse implements Divergence {
    /** Length of the interval in steps. */
    public static final int STRETCH = 100;
    /** Largest share of the largest gap that counts as a collapse. */
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

    @Override
    public String meaning(Metric found) {
        return Double.isFinite(found.value())
                ? "ended with a critic that no longer tells real noise from synthetic noise"
                : "diverged";
    }

    private static double median(double[] gaps) {
        double[] sizes = Arrays.stream(gaps).map(Math::abs).sorted().toArray();
        return sizes[sizes.length / 2];
    }
}
