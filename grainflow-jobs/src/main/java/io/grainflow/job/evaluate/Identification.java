package io.grainflow.job.evaluate;

import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import java.util.List;

/**
 * Which camera and ISO the noise of images looks like.
 *
 * @param images one entry per image
 * @param known how many images are of a camera and ISO that the model knows and that was told
 * @param top1 share of these whose likeliest candidate is right; not a number of none
 * @param top3 share of these whose three likeliest candidates hold the right one
 * @param failed how many images could not be looked at
 */
public record Identification(
        List<Identified> images, int known, double top1, double top3, int failed, List<Failure> failures)
        implements Outcome {
    /**
     * A camera and ISO.
     *
     * @param probability posterior, all candidates equally likely before
     * @param behindNatsPerDim how far its log-likelihood lies below the best one's, per value
     */
    public record Candidate(String camera, int iso, double probability, double behindNatsPerDim) {}

    /**
     * One image.
     *
     * @param truth its camera and ISO if told, else empty
     * @param rank of the truth among the candidates, from 1; 0 if not told or unknown to the model
     * @param candidates the likeliest first
     */
    public record Identified(String name, String truth, int rank, List<Candidate> candidates) {}

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
