package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.random.Seed;

/** Noise that leaves some pixels unchanged and provides the mask of them, so that a loss can be restricted to these pixels. */
public interface MaskedNoise extends NoiseModel {
    /**
     * Mask of the values that {@link #sampleNoisy} with the same seed leaves unchanged.
     *
     * @param clean [C,H,W]
     * @return [C,H,W], 1 where the value is unchanged, else 0
     */
    Image kept(Image clean, Seed seed);
}
