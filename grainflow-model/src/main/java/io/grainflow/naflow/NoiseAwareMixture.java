package io.grainflow.naflow;

import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.noise.LikeSampling;
import io.grainflow.random.Seed;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Noise-aware sampling (Kim et al., ICLR 2024): from the latent of a noisy image to the Gaussian from which similar noise is drawn. */
final class NoiseAwareMixture {
    private NoiseAwareMixture() {}

    static LatentGaussian of(LikeSampling how, LatentStatistics latent, List<LatentGaussian> gaussians, Seed seed) {
        double[] logProbs = gaussians.stream().mapToDouble(latent::logProb).toArray();
        if (how instanceof LikeSampling.NoiseAware aware) {
            return mix(gaussians, weights(aware, logProbs, latent.positions()));
        }
        if (how instanceof LikeSampling.Mixture) {
            return gaussians.get(draw(softMax(logProbs), seed));
        }
        if (how instanceof LikeSampling.Rank rank) {
            return gaussians.get(ranked(logProbs).get(Math.min(rank.k(), gaussians.size()) - 1));
        }
        if (how instanceof LikeSampling.Own) {
            return latent.fit();
        }
        return gaussians.get(seed.random().nextInt(gaussians.size()));
    }

    /** Softmax over the most likely configurations of log-likelihood per latent position, divided by the temperature. */
    static double[] weights(LikeSampling.NoiseAware how, double[] logProbs, double positions) {
        double[] scaled = new double[logProbs.length];
        List<Integer> ranked = ranked(logProbs);
        int kept = how.top() == 0 ? logProbs.length : Math.min(how.top(), logProbs.length);
        java.util.Arrays.fill(scaled, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < kept; i++) {
            int index = ranked.get(i);
            scaled[index] = logProbs[index] / (positions * how.temperature());
        }
        return softMax(scaled);
    }

    /** Averages means and signed standard deviations, not variances. */
    private static LatentGaussian mix(List<LatentGaussian> gaussians, double[] weights) {
        int channels = gaussians.get(0).mean().length;
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        for (int i = 0; i < weights.length; i++) {
            for (int c = 0; c < channels; c++) {
                mean[c] += weights[i] * gaussians.get(i).mean()[c];
                deviation[c] += weights[i] * gaussians.get(i).deviation()[c];
            }
        }
        return new LatentGaussian(mean, deviation);
    }

    private static List<Integer> ranked(double[] logProbs) {
        return IntStream.range(0, logProbs.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -logProbs[index]))
                .toList();
    }

    private static double[] softMax(double[] values) {
        double most = java.util.Arrays.stream(values).max().orElse(0);
        double[] shares = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            shares[i] = Math.exp(values[i] - most);
            sum += shares[i];
        }
        for (int i = 0; i < values.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private static int draw(double[] shares, Seed seed) {
        double left = seed.random().nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }
}
