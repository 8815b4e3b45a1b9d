package io.grainflow.nmflowgan;

/**
 * Settings of NM-FlowGAN's training beside the plan. The plan's learning rate is that of the flow; all rates follow its schedule.
 *
 * @param generatorEvery the generator is updated in every such step, the critic in all
 * @param flowEvery the flow is updated in every such step; as published, together with the generator
 * @param generatorLearningRate of Adam after warming up
 * @param criticLearningRate of Adam after warming up
 * @param adversarialBeta1 of Adam for generator and critic
 * @param adversarialBeta2 of Adam for generator and critic
 * @param penaltyWeight factor of the gradient penalty
 * @param penaltyShares how the points of the penalty are drawn
 * @param criticWidth channels of the critic at full size
 * @param criticHalvings how often the critic halves patches
 * @param turned whether patches are flipped and rotated at random; not as published
 * @param measuredStart whether the training starts from the measured noise of each camera and ISO and from a generator that changes nothing,
 *     instead of the published random values
 */
public record NmFlowGanSchedule(
        int generatorEvery,
        int flowEvery,
        double generatorLearningRate,
        double criticLearningRate,
        double adversarialBeta1,
        double adversarialBeta2,
        double penaltyWeight,
        PenaltyShares penaltyShares,
        int criticWidth,
        int criticHalvings,
        boolean turned,
        boolean measuredStart) {
    /** Weights of real samples in the points at which the critic's slope is penalised. */
    public enum PenaltyShares {
        /** Published: standard normal, so that points also lie beyond both samples. */
        NORMAL,
        /** Uniform in (0,1) (Gulrajani et al., WGAN-GP, NeurIPS 2017). */
        UNIFORM
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public NmFlowGanSchedule {
        require(generatorEvery >= 1, "generatorEvery of at least 1", generatorEvery);
        require(flowEvery >= 1, "flowEvery of at least 1", flowEvery);
        require(
                generatorLearningRate > 0 && generatorLearningRate <= 10,
                "generatorLearningRate in (0,10]",
                generatorLearningRate);
        require(criticLearningRate > 0 && criticLearningRate <= 10, "criticLearningRate in (0,10]", criticLearningRate);
        require(adversarialBeta1 >= 0 && adversarialBeta1 < 1, "adversarialBeta1 in [0,1)", adversarialBeta1);
        require(adversarialBeta2 >= 0 && adversarialBeta2 < 1, "adversarialBeta2 in [0,1)", adversarialBeta2);
        require(penaltyWeight >= 0, "penaltyWeight of at least 0", penaltyWeight);
        require(criticWidth >= 1 && criticWidth <= 1024, "criticWidth in 1..1024", criticWidth);
        require(criticHalvings >= 1 && criticHalvings <= 8, "criticHalvings in 1..8", criticHalvings);
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("training of nm-flowgan expects " + expected + ", got " + got);
        }
    }

    /** The published settings. */
    public static NmFlowGanSchedule published() {
        return new NmFlowGanSchedule(5, 5, 1e-4, 1e-4, 0.9, 0.999, 10, PenaltyShares.NORMAL, 64, 5, false, false);
    }

    /**
     * Settings for small networks and some minutes. The penalty is stronger, because the distance between real and generated noise is some
     * hundred grey levels at first, and a critic whose slope is ten times too large does not settle. The flow does not wait for the others.
     */
    public static NmFlowGanSchedule defaults() {
        return new NmFlowGanSchedule(2, 1, 2e-3, 2e-3, 0.5, 0.9, 100, PenaltyShares.UNIFORM, 16, 4, false, true);
    }
}
