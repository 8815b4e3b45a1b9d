package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;

/** A noise model with a latent space, whose sampling temperature can be set. */
public interface TemperedNoise extends NoiseModel {
    /**
     * As {@link NoiseModel#sampleNoisy}, with the standard deviation of the latents multiplied by the temperature.
     *
     * @param temperature at least 0; 1 samples from the trained distribution
     */
    Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed);
}
