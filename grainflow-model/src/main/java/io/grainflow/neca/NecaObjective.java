package io.grainflow.neca;

/**
 * Losses and schedule of a NeCA's training. The published epochs are shares of the run here.
 *
 * @param gainWeight weight of the squared difference of the gain from the noise's standard deviation (std1)
 * @param levelWeight weight of the squared difference of the levels from local standard deviations (std2)
 * @param regularisationWeight weight of the squared difference of the levels from the gain
 * @param adversarialWeight weight of each critic's score of generated noise
 * @param penaltyWeight weight of the penalties on the critics' gradients
 * @param adversarialEvery the critics' scores count in every so many steps; in between the correlation network moves by its momentum
 * @param adversarialPace factor on the learning rate of the correlation network and the critics
 * @param criticWidth channels of the critics at full size
 * @param jointFrom share of the run after which a denoiser is trained on generated noise; 1 for none
 * @param separate whether the denoiser's loss trains the denoiser alone, and not the generators
 * @param reconstructionWeight weight of the denoiser's squared error
 * @param denoiserPace factor on the learning rate of the denoiser
 * @param denoiserDrop share of the run after which the denoiser's learning rate is a tenth
 * @param denoiserDepth number of convolutions of the denoiser, at least 2
 * @param denoiserFeatures channels inside the denoiser
 * @param turned whether patches are flipped and rotated at random
 */
public record NecaObjective(
        double gainWeight,
        double levelWeight,
        double regularisationWeight,
        double adversarialWeight,
        double penaltyWeight,
        int adversarialEvery,
        double adversarialPace,
        int criticWidth,
        double jointFrom,
        boolean separate,
        double reconstructionWeight,
        double denoiserPace,
        double denoiserDrop,
        int denoiserDepth,
        int denoiserFeatures,
        boolean turned) {
    private static final double DROP = 0.1;

    public NecaObjective {
        requireWeight("gainWeight", gainWeight);
        requireWeight("levelWeight", levelWeight);
        requireWeight("regularisationWeight", regularisationWeight);
        requireWeight("adversarialWeight", adversarialWeight);
        requireWeight("penaltyWeight", penaltyWeight);
        requireWeight("reconstructionWeight", reconstructionWeight);
        requireWeight("adversarialPace", adversarialPace);
        requireWeight("denoiserPace", denoiserPace);
        require(adversarialEvery >= 1, "adversarialEvery of at least 1", adversarialEvery);
        require(criticWidth >= 1 && criticWidth <= 512, "criticWidth in 1..512", criticWidth);
        require(jointFrom >= 0 && jointFrom <= 1, "jointFrom in 0..1", jointFrom);
        require(denoiserDrop >= 0 && denoiserDrop <= 1, "denoiserDrop in 0..1", denoiserDrop);
        require(denoiserDepth >= 2 && denoiserDepth <= 100, "denoiserDepth in 2..100", denoiserDepth);
        require(denoiserFeatures >= 1 && denoiserFeatures <= 1024, "denoiserFeatures in 1..1024", denoiserFeatures);
    }

    /** As published: epoch 50 of 5000 for the denoiser, epoch 80 for the drop of its learning rate, no augmentation. */
    public static NecaObjective published() {
        return new NecaObjective(50, 10, 1, 0.1, 10, 5, 1, 64, 0.01, true, 1, 10, 0.016, 20, 64, false);
    }

    /**
     * For two processor cores: narrow critics, and no denoiser, which has no influence on the noise model if it is separate. The critics'
     * scores count a fifth of the published weight, because cameras have a fifth of the noise of the phones in SIDD, and the squared losses
     * of gains and levels shrink more than the scores do (PolyU, 400 steps: KLD 0.061 instead of 0.096 nats). They count in every second
     * step, so that the correlation network keeps up with the critics (800 steps: AKLD 0.18 instead of 0.34 nats, KLD 0.058 instead of
     * 0.053).
     */
    public static NecaObjective compact() {
        return new NecaObjective(50, 10, 1, 0.02, 10, 2, 0.5, 16, 1, true, 1, 10, 1, 8, 16, true);
    }

    /** Whether a denoiser is trained at all. */
    boolean hasDenoiser() {
        return jointFrom < 1;
    }

    /** Whether the denoiser is trained at a place of the run, in [0,1). */
    boolean jointAt(double progress) {
        return hasDenoiser() && progress >= jointFrom;
    }

    /** Factor on the learning rate of the denoiser at a step. */
    double denoiserPace(long step, long steps) {
        return step < denoiserDrop * steps ? denoiserPace : DROP * denoiserPace;
    }

    private static void requireWeight(String name, double value) {
        require(value >= 0 && value <= 1e6, name + " in 0..1000000", value);
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("neca expects " + expected + ", got " + got);
        }
    }
}
