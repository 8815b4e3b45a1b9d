package io.grainflow.c2n;

import io.grainflow.network.Network;

/**
 * The critic and the losses. The generator minimises -mean(critic) + stabilisingWeight * stabilising loss. The critic minimises mean(critic
 * of generated) - mean(critic of real) + penaltyWeight * penalty. Means run over batch and map.
 *
 * @param criticWidth channels inside the critic
 * @param criticBlocks residual blocks of the critic
 * @param criticSteps updates of the critic in each step, all on the same images, each with fresh random numbers
 * @param penaltyWeight of the gradient penalty
 * @param penalised what the penalty differentiates
 * @param stabilisingWeight of the stabilising loss, for images with white = 1
 * @param stabilising the stabilising loss
 * @param firstNoise factor on the initial values of the generator's last convolution; below 1, the training begins with little noise instead
 *     of far too much
 */
public record C2nObjective(
        int criticWidth,
        int criticBlocks,
        int criticSteps,
        double penaltyWeight,
        Penalised penalised,
        double stabilisingWeight,
        Stabilising stabilising,
        double firstNoise) {
    /** Name prefix of the critic's parameters. */
    static final String CRITIC = "critic.";

    /** What the norm of the gradient penalty belongs to. */
    public enum Penalised {
        /**
         * The sum of the map, as published. The other losses are means of the map, so that the penalty weighs the more the larger patches
         * are, and the critic changes slowly.
         */
        SUM,
        /** The mean of the map, on the scale of the other losses, as WGAN-GP (Gulrajani et al., NeurIPS 2017) has it. */
        MEAN
    }

    /** Which means of the noise the stabilising loss drives to zero. */
    public enum Stabilising {
        /** Per channel over the whole batch, as published. */
        BATCH,
        /** Per channel of each image. */
        IMAGE
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public C2nObjective {
        require(criticWidth >= 1 && criticWidth <= 512, "criticWidth in 1..512", criticWidth);
        require(criticBlocks >= 0 && criticBlocks <= 32, "criticBlocks in 0..32", criticBlocks);
        require(criticSteps >= 1 && criticSteps <= 100, "criticSteps in 1..100", criticSteps);
        require(penaltyWeight >= 0 && penaltyWeight <= 1e6, "penaltyWeight in 0..1000000", penaltyWeight);
        require(
                stabilisingWeight >= 0 && stabilisingWeight <= 1e6,
                "stabilisingWeight in 0..1000000",
                stabilisingWeight);
        require(firstNoise > 0 && firstNoise <= 1, "firstNoise in (0,1]", firstNoise);
    }

    /** The released critic and weights. */
    public static C2nObjective published() {
        return new C2nObjective(64, 6, 5, 10, Penalised.SUM, 0.01, Stabilising.BATCH, 1);
    }

    /** A small critic with the published losses; the training begins with a tenth of the noise. */
    public static C2nObjective defaults() {
        return new C2nObjective(16, 3, 5, 10, Penalised.SUM, 0.01, Stabilising.BATCH, 0.1);
    }

    /** The critic: a noisy image to a map of numbers, [N,C,H,W] to [N,1,H,W]. */
    Network critic(int channels) {
        return C2nNetworks.critic(CRITIC, channels, criticWidth, criticBlocks);
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("c2n expects " + expected + ", got " + got);
        }
    }
}
