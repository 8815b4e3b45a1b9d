package io.grainflow.denoise;

import io.grainflow.image.Image;
import io.grainflow.progress.Progress;

/** Removes noise. A denoiser may hold native memory, which is freed when it is closed. The code that opened it must close it. */
@FunctionalInterface
public interface Denoiser extends AutoCloseable {
    /** The restored image, same domain and size, not clipped. */
    Image denoise(Image noisy);

    /**
     * As {@link #denoise(Image)}, with the same result. Denoisers that process an image in parts report progress after each part, others at
     * the beginning and the end.
     *
     * @throws io.grainflow.progress.CancelledException if the progress throws it, which is at the latest after the current part
     */
    default Image denoise(Image noisy, Progress progress) {
        progress.advanced(0);
        Image restored = denoise(noisy);
        progress.advanced(1);
        return restored;
    }

    /** Frees native memory; does nothing if there is none. */
    @Override
    default void close() {}
}
