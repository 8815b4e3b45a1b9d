package io.grainflow.job.evaluate;

import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.pair.Capture;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * Cameras and ISOs whose noise is most like the noise of images.
 *
 * @param images one entry per image
 * @param known number of images whose camera and ISO are given and known to the model
 * @param top1 share of these whose likeliest candidate is right; NaN if there are none
 * @param top3 share of these whose three most likely candidates include the right one
 * @param failed number of images that could not be analysed
 */
public record Identification(
        List<Identified> images, int known, double top1, double top3, int failed, List<Failure> failures)
        implements Outcome {
    /**
     * A camera and ISO.
     *
     * @param probability posterior under a uniform prior over the candidates
     * @param behindNatsPerDim difference of the best log-likelihood and this one's, per value
     */
    public record Candidate(String camera, int iso, double probability, double behindNatsPerDim) {}

    /**
     * One image.
     *
     * @param truth true camera and ISO if given, else empty
     * @param rank rank of the true capture among the candidates, from 1; 0 if not given or unknown to the model
     * @param candidates most likely first
     */
    public record Identified(String name, String truth, int rank, List<Candidate> candidates) {}

    /**
     * Candidates by their log-likelihoods, the likeliest first.
     *
     * @param likelihoods in nats over the whole image
     * @param values number of values of the image
     */
    public static List<Candidate> candidates(SortedMap<Capture, Double> likelihoods, int values) {
        double best = likelihoods.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double sum = likelihoods.values().stream()
                .mapToDouble(likelihood -> Math.exp(likelihood - best))
                .sum();
        return likelihoods.entrySet().stream()
                .map(entry -> new Candidate(
                        entry.getKey().camera().code(),
                        entry.getKey().iso(),
                        Math.exp(entry.getValue() - best) / sum,
                        (best - entry.getValue()) / values))
                .sorted(Comparator.comparingDouble(Candidate::behindNatsPerDim))
                .toList();
    }

    static Identification of(BatchRunner<Identified> items) {
        List<Identified> known =
                items.done().stream().filter(one -> one.rank() > 0).toList();
        return new Identification(
                items.done(),
                known.size(),
                share(known, 1),
                share(known, 3),
                items.failures().size(),
                items.failures());
    }

    private static double share(List<Identified> known, int within) {
        return known.isEmpty()
                ? Double.NaN
                : known.stream().filter(one -> one.rank() <= within).count() / (double) known.size();
    }
}
