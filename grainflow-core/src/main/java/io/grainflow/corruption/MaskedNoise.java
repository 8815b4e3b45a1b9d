package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.random.Seed;

/** Noise that leaves some pixels as they are and tells which: losses then look at those alone. */
public interface MaskedNoise extends NoiseModel {
    /**
     * Which values {@link #sampleNoisy} with the same seed keeps.
     *
     * @param clean [C,H,W]
     * @return [C,H,W], 1 where kept, else 0
     */
    Image kept(Image clean, Seed seed);
}
