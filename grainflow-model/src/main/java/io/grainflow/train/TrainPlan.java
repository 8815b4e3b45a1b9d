package io.grainflow.train;

/**
 * Settings of a training. Every field can be set by name.
 *
 * @param steps number of updates; if {@code minutes} is positive, it is derived from the time budget
 * @param minutes time budget, 0 for none: the first steps are timed, and the number of steps that fits is fixed then and kept in the
 *     checkpoint, so that a resumed run is the same run
 * @param batchSize patches per step
 * @param patchSize side of a patch in pixels; limited to the smallest image
 * @param learningRate of Adam after warming up
 * @param finalLearningRate at the end of the run
 * @param schedule course of the learning rate between the two
 * @param warmUpSteps over which the learning rate rises linearly from zero; at most a tenth of the run
 * @param beta1 of Adam
 * @param beta2 of Adam
 * @param weightDecay decoupled, of Adam
 * @param gradientClip largest Euclidean norm of all gradients together; 0 for none
 * @param balanced whether each camera and ISO is drawn equally often, however many pairs it has
 * @param emaDecay decay of the moving average of the weights, which is validated and becomes the model
 * @param validations how many times the run is validated, evenly spaced, the last time at its end
 * @param checkpointEvery steps between checkpoints; does not change the result
 * @param poolImages largest number of images that patches are taken from at a time; fewer if memory is short
 * @param patchesPerImage patches taken from an image before another one replaces it, if not all images fit into the pool
 * @param eightBitSynthesis whether noise of a learned model on sRGB images is clipped and rounded to 8 bit, as files are
 * @param divergenceFactor how far the loss may rise above its lowest level before the run is stopped
 * @param seed of all randomness
 * @param threads of the computation; part of the plan because sums differ in their last bits with it
 */
public record TrainPlan(
        long steps,
        double minutes,
        int batchSize,
        int patchSize,
        double learningRate,
        double finalLearningRate,
        LearningRateSchedule schedule,
        int warmUpSteps,
        double beta1,
        double beta2,
        double weightDecay,
        double gradientClip,
        boolean balanced,
        double emaDecay,
        int validations,
        int checkpointEvery,
        int poolImages,
        int patchesPerImage,
        boolean eightBitSynthesis,
        double divergenceFactor,
        long seed,
        int threads) {
    public TrainPlan {
        require(steps >= 1 && steps <= 100_000_000, "steps in 1..100000000", steps);
        require(minutes >= 0 && minutes <= 1e6, "minutes in 0..1000000", minutes);
        require(batchSize >= 1 && batchSize <= 4096, "batchSize in 1..4096", batchSize);
        require(patchSize >= 8 && patchSize <= 2048, "patchSize in 8..2048", patchSize);
        require(learningRate > 0 && learningRate <= 10, "learningRate in (0,10]", learningRate);
        require(
                finalLearningRate >= 0 && finalLearningRate <= learningRate,
                "finalLearningRate in 0..learningRate",
                finalLearningRate);
        require(warmUpSteps >= 0, "warmUpSteps of at least 0", warmUpSteps);
        require(beta1 >= 0 && beta1 < 1, "beta1 in [0,1)", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 in [0,1)", beta2);
        require(weightDecay >= 0 && weightDecay < 1, "weightDecay in [0,1)", weightDecay);
        require(gradientClip >= 0, "gradientClip of at least 0", gradientClip);
        require(emaDecay >= 0 && emaDecay < 1, "emaDecay in [0,1)", emaDecay);
        require(validations >= 1 && validations <= 10_000, "validations in 1..10000", validations);
        require(checkpointEvery >= 1, "checkpointEvery of at least 1", checkpointEvery);
        require(poolImages >= 1, "poolImages of at least 1", poolImages);
        require(patchesPerImage >= 1, "patchesPerImage of at least 1", patchesPerImage);
        require(divergenceFactor > 1, "divergenceFactor above 1", divergenceFactor);
        require(threads >= 1 && threads <= 1024, "threads in 1..1024", threads);
    }

    /**
     * Default settings, for a few processor cores. For a given time, small batches with a high learning rate gave better results than
     * larger batches with the published 1e-3 (8 layers, 24 features, sigma 25, equal work: 26.6 against 25.5 dB).
     */
    public static TrainPlan defaults() {
        return new TrainPlan(
                20_000,
                0,
                8,
                48,
                2e-3,
                1e-6,
                LearningRateSchedule.COSINE,
                100,
                0.9,
                0.999,
                0,
                0,
                false,
                0.999,
                20,
                250,
                256,
                64,
                true,
                30,
                0,
                2);
    }

    /** With a number of steps and no time budget. */
    public TrainPlan withSteps(long count) {
        return RecordSettings.replace(this, java.util.Map.of("steps", count, "minutes", 0.0));
    }

    /** With a time budget. */
    public TrainPlan withMinutes(double budget) {
        return RecordSettings.replace(this, java.util.Map.of("minutes", budget));
    }

    public TrainPlan withSeed(long value) {
        return RecordSettings.replace(this, java.util.Map.of("seed", value));
    }

    public TrainPlan withThreads(int count) {
        return RecordSettings.replace(this, java.util.Map.of("threads", count));
    }

    /**
     * Learning rate of a step.
     *
     * @param step from 0
     * @param total number of steps of the run
     */
    public double learningRateAt(long step, long total) {
        long warm = Math.min(warmUpSteps, total / 10);
        if (step < warm) {
            return learningRate * (step + 1.0) / (warm + 1.0);
        }
        double progress = total - warm <= 1 ? 0 : (double) (step - warm) / (total - warm - 1.0);
        return finalLearningRate + (learningRate - finalLearningRate) * schedule.share(progress);
    }

    /** Whether a validation is due after the given number of steps. */
    boolean validatesAfter(long done, long total) {
        return done * validations / total > (done - 1) * validations / total;
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("training plan expects " + expected + ", got " + got);
        }
    }
}
