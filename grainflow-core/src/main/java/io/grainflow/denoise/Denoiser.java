package io.grainflow.denoise;

import io.grainflow.image.Image;

/** Removes noise. */
@FunctionalInterface
public interface Denoiser {
    /** The restored image, same domain and size, not clipped. */
    Image denoise(Image noisy);
}
