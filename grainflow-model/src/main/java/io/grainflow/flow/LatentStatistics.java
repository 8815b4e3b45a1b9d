package io.grainflow.flow;

/**
 * Sufficient statistics of a latent for likelihoods under diagonal Gaussians: weighted sums per channel over its positions. The statistics
 * of tiles add up to those of the whole image.
 */
public final class LatentStatistics {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final double[] sum;
    private final double[] squares;
    private double positions;

    public LatentStatistics(int channels) {
        this.sum = new double[channels];
        this.squares = new double[channels];
    }

    /**
     * Adds a latent.
     *
     * @param z [C,h,w]
     * @param weights of the positions, [h,w]
     */
    public void add(double[] z, float[] weights) {
        for (int c = 0; c < sum.length; c++) {
            int base = c * weights.length;
            for (int i = 0; i < weights.length; i++) {
                double weighted = weights[i] * z[base + i];
                sum[c] += weighted;
                squares[c] += weighted * z[base + i];
            }
        }
        for (float weight : weights) {
            positions += weight;
        }
    }

    /** Adds the statistics of another instance. */
    public void add(LatentStatistics other) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += other.sum[c];
            squares[c] += other.squares[c];
        }
        positions += other.positions;
    }

    /** Number of positions; a position with a fractional weight counts with this weight. */
    public double positions() {
        return positions;
    }

    /** Log-likelihood in nats under a Gaussian, summed over channels and positions. */
    public double logProb(LatentGaussian gaussian) {
        double total = 0;
        for (int c = 0; c < sum.length; c++) {
            double mu = gaussian.mean()[c];
            double variance = gaussian.deviation()[c] * gaussian.deviation()[c];
            double distance = squares[c] - 2 * mu * sum[c] + positions * mu * mu;
            total += positions * (Math.log(variance) + LOG_TWO_PI) + distance / variance;
        }
        return -0.5 * total;
    }

    /** The maximum-likelihood Gaussian. Deviations are at least 1e-3. */
    public LatentGaussian fit() {
        double[] mean = new double[sum.length];
        double[] deviation = new double[sum.length];
        for (int c = 0; c < sum.length; c++) {
            mean[c] = sum[c] / positions;
            deviation[c] = Math.sqrt(Math.max(1e-6, squares[c] / positions - mean[c] * mean[c]));
        }
        return new LatentGaussian(mean, deviation);
    }
}
