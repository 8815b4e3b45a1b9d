package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.random.Seed;

/** A noise model that synthesises noise like that of a given image, without knowing its camera and ISO. */
public interface ImitatingModel extends NoiseModel {
    /**
     * A noisy version of an image, with noise similar to that of another pair (or of the same pair). No metadata is needed.
     *
     * @param clean image to which the noise is added
     * @param likeClean clean image of the pair whose noise is imitated
     * @param likeNoisy noisy image of that pair
     * @param how for models with several ways; others have one way
     */
    Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed);
}
