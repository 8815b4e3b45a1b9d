package io.grainflow.train;

/**
 * Mean losses of one training step. Their names are those that the system's {@link LossReport} declares; one that was not computed in this
 * step is left out, but never the first, which tells whether the training diverges.
 *
 * @param means at least one
 */
public record Losses(Metrics means) {
    /**
     * Checks that there is a loss.
     *
     * @throws IllegalArgumentException if there is no loss
     */
    public Losses {
        if (means.list().isEmpty()) {
            throw new IllegalArgumentException("Losses expects at least one loss, got none");
        }
    }

    public static Losses of(String name, double mean) {
        return new Losses(Metrics.of(name, mean));
    }

    /** These, then one more. */
    public Losses and(String name, double mean) {
        return new Losses(means.and(name, mean));
    }
}
