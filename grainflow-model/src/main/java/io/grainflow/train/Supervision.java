package io.grainflow.train;

import io.grainflow.image.Image;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Optional;

/**
 * What a denoiser sees and what it should give.
 *
 * @param noise where its input comes from
 * @param target what it should give
 * @param loss how far it is from that
 */
public record Supervision(TrainingNoise noise, Target target, Loss loss) {
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

    Image target(NoisyPair patch, Seed seed) {
        if (turned(seed)) {
            return patch.noisy();
        }
        return target == Target.CLEAN || ofShots() ? patch.clean() : noise.noisy(patch, seed.child("target"));
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
