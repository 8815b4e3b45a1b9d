package io.grainflow.train;

import io.grainflow.image.Image;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;

/**
 * What a denoiser sees and what it should give.
 *
 * @param noise where its input comes from
 * @param target what it should give
 */
public record Supervision(TrainingNoise noise, Target target) {
    /** @throws InputException if a second noisy picture is wanted where there is only one */
    public Supervision {
        if (target == Target.NOISY && !noise.repeatable()) {
            throw new InputException(
                    "target noisy",
                    "needs two noisy pictures of a scene, the data has one with each clean image",
                    "make the noise by a model (--noise FILE or gaussian:25), or take --target clean");
        }
    }

    Image input(NoisyPair patch, Seed seed) {
        return noise.noisy(patch, seed.child("input"));
    }

    Image target(NoisyPair patch, Seed seed) {
        return target == Target.CLEAN ? patch.clean() : noise.noisy(patch, seed.child("target"));
    }
}
