package io.grainflow.denoise;

import io.grainflow.image.Image;
import io.grainflow.progress.Progress;

/** Removes noise. */
@FunctionalInterface
public interface Denoiser {
    /** The restored image, same domain and size, not clipped. */
    Image denoise(Image noisy);

    /**
     * As {@link #denoise(Image)}, with the same result. What works part by part tells after each; else at the beginning and the end.
     *
     * @throws io.grainflow.progress.CancelledException if the progress throws it: within a part's time
     */
    default Image denoise(Image noisy, Progress progress) {
        progress.advanced(0);
        Image restored = denoise(noisy);
        progress.advanced(1);
        return restored;
    }
}
