package io.grainflow.denoiser.training;

import io.grainflow.image.Image;
import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Optional;

/**
 * What a denoiser sees and what it should give.
 *
 * @param noise where its input comes from
 * @param target what it should give
 * @param loss how far it is from that
 * @param clipping how targets were clipped, if what is learned shall be what they were before
 */
public record Supervision(TrainingNoise noise, Target target, Loss loss, Optional<ClippingBias> clipping) {
    private static final double SHARE_OF_EQUAL_SHOTS = 0.5;

    /** @throws InputException if clipping is to be undone where it has no effect, or by another loss than the mean of squares */
    public Supervision {
        if (clipping.isPresent() && (target != Target.NOISY || loss != Loss.L2)) {
            throw new InputException(
                    "correction of clipping",
                    "is for noisy targets and the loss l2, got target " + target + " and loss " + loss,
                    "leave it out, or give --target noisy --loss l2");
        }
    }

    /** Of targets as they are. */
    public Supervision(TrainingNoise noise, Target target, Loss loss) {
        this(noise, target, loss, Optional.empty());
    }

    /** With the loss that suits: the mean of squares for clean targets, that of the noise for noisy ones. */
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

    /** As {@link #input}, of two shots always the first. */
    Image first(NoisyPair patch, Seed seed) {
        return noise.noisy(patch, seed.child("input"));
    }

    /** What {@link #first} is held against where no clean image is known. */
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
     * Where no clean image is known: what share of the mean squared difference of input and target is noise of the target; 0 where
     * clean images are.
     */
    double targetShare() {
        return noise instanceof TrainingNoise.Recorrupted
                ? TrainingNoise.Recorrupted.partnerShare()
                : ofShots() ? SHARE_OF_EQUAL_SHOTS : 0;
    }

    /** Which values of the target are known: the loss looks at those alone. */
    Optional<Image> known(NoisyPair patch, Seed seed) {
        return target == Target.CLEAN ? Optional.empty() : noise.kept(patch, seed.child("target"));
    }

    /** Of two shots either may be the input. */
    private boolean turned(Seed seed) {
        return ofShots() && seed.child("turned").random().nextBoolean();
    }
}
