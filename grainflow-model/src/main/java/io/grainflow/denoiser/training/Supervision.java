package io.grainflow.denoiser.training;

import io.grainflow.image.Image;
import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Optional;

/**
 * Inputs, targets and loss of a denoiser's training.
 *
 * @param noise source of the noisy inputs
 * @param target what the denoiser learns to predict
 * @param loss distance between output and target
 * @param clipping how targets were clipped, if the training corrects for the bias of clipping
 */
public record Supervision(TrainingNoise noise, Target target, Loss loss, Optional<ClippingBias> clipping) {
    private static final double SHARE_OF_EQUAL_SHOTS = 0.5;

    /** @throws InputException if clipping is to be corrected for clean targets, or with another loss than the mean squared error */
    public Supervision {
        if (clipping.isPresent() && (target != Target.NOISY || loss != Loss.L2)) {
            throw new InputException(
                    "correction of clipping",
                    "is for noisy targets and the loss l2, got target " + target + " and loss " + loss,
                    "leave it out, or give `target=noisy` `loss=l2`");
        }
    }

    /** Without correction of clipping. */
    public Supervision(TrainingNoise noise, Target target, Loss loss) {
        this(noise, target, loss, Optional.empty());
    }

    /** With the default loss: the mean squared error for clean targets, the loss that suits the noise for noisy targets. */
    public static Supervision of(TrainingNoise noise, Target target) {
        return new Supervision(noise, target, target == Target.CLEAN ? Loss.L2 : noise.suitedLoss());
    }

    /** Whether input and target are the pair's own two noisy shots: no clean image is known. */
    boolean ofShots() {
        return target == Target.NOISY && !noise.repeatable();
    }

    Image input(NoisyPair patch, Seed seed) {
        return turned(seed) ? patch.clean() : noise.noisy(patch, seed.child("input"));
    }

    /** As {@link #input}, but always the first one of two shots. */
    Image first(NoisyPair patch, Seed seed) {
        return noise.noisy(patch, seed.child("input"));
    }

    /** The image that the restored {@link #first} is compared with if there is no clean image. */
    Image partner(NoisyPair patch, Seed seed) {
        return noise instanceof TrainingNoise.Recorrupted renoised
                ? renoised.partner(patch, seed.child("input"))
                : patch.clean();
    }

    Image target(NoisyPair patch, Seed seed) {
        if (turned(seed)) {
            return patch.noisy();
        }
        if (noise instanceof TrainingNoise.Recorrupted) {
            return partner(patch, seed);
        }
        return target == Target.CLEAN || ofShots() ? patch.clean() : noise.noisy(patch, seed.child("target"));
    }

    /**
     * The share of the mean squared difference between input and target that is noise of the target, if there is no clean image; otherwise
     * 0.
     */
    double targetShare() {
        return noise instanceof TrainingNoise.Recorrupted
                ? TrainingNoise.Recorrupted.partnerShare()
                : ofShots() ? SHARE_OF_EQUAL_SHOTS : 0;
    }

    /** The known values of the target; the loss ignores the others. */
    Optional<Image> known(NoisyPair patch, Seed seed) {
        return target == Target.CLEAN ? Optional.empty() : noise.kept(patch, seed.child("target"));
    }

    /** Either one of two shots may be the input. */
    private boolean turned(Seed seed) {
        return ofShots() && seed.child("turned").random().nextBoolean();
    }
}
