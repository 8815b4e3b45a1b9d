package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;

/** A noise model with a latent space, whose noise can be made tamer or wilder than it is. */
public interface TemperedNoise extends NoiseModel {
    /**
     * As {@link NoiseModel#sampleNoisy}, with the latent's deviations multiplied.
     *
     * @param temperature at least 0; 1 for the noise as it was learned
     */
    Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed);
}
