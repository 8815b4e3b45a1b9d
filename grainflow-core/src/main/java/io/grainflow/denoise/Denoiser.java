package io.grainflow.denoise;

import io.grainflow.image.Image;
import io.grainflow.progress.Progress;

/** Removes noise. One that holds native memory frees it when it is closed; whoever opened it closes it. */
@FunctionalInterface
public interface Denoiser extends AutoCloseable {
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

    /** Frees native memory at once; nothing to do for denoisers without. */
    @Override
    default void close() {}
}
