package io.grainflow.noise.estimate;

import io.grainflow.problem.InputException;

/** Fits white Gaussian noise to pairs. */
public final class GaussianFit {
    private GaussianFit() {}

    /**
     * Standard deviation of noisy - clean per channel over every pixel of all pairs, about their common mean; at least
     * 1e-6.
     *
     * @throws InputException if there are no pairs
     */
    public static double[] fit(NoiseStatistics statistics) {
        if (statistics.channels() == 0) {
            throw new InputException(statistics.capture().toString(), "has no pairs to fit noise to", "add pairs");
        }
        double[] sigma = new double[statistics.channels()];
        for (int c = 0; c < sigma.length; c++) {
            ChannelStatistics channel = statistics.channel(c);
            double mean = channel.plainNoise / channel.plainCount;
            double variance = channel.plainSquared / channel.plainCount - mean * mean;
            sigma[c] = Math.max(1e-6, Math.sqrt(Math.max(0, variance)));
        }
        return sigma;
    }
}
