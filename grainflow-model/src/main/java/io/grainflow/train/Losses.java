package io.grainflow.train;

/**
 * Mean losses of one training step. Their names are those that the system's {@link LossReport} declares; a loss that was not computed in
 * this step is left out. The first loss must be present, because divergence is detected from it.
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

    /** These losses and one more. */
    public Losses and(String name, double mean) {
        return new Losses(means.and(name, mean));
    }
}
