package io.grainflow;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.progress.Monitor;
import java.awt.image.BufferedImage;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A denoiser that is ready to work. Safe for several threads, which may work at the same time. Results depend on the model, the number of
 * threads it was opened with and the number format, not on anything else in the process.
 */
public final class LoadedDenoiser implements AutoCloseable {
    private static final String TASK = "denoise";

    private final Denoiser denoiser;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    LoadedDenoiser(Denoiser denoiser) {
        this.denoiser = denoiser;
    }

    /**
     * Restores an image.
     *
     * @param noisy [C,H,W], white = 1, of the kind that the model was trained for
     * @return same kind and size, not limited to [0,1]
     * @throws io.grainflow.problem.InputException if the image has other channels or another domain than the model was trained for
     * @throws IllegalStateException if this is closed
     */
    public Image denoise(Image noisy) {
        return denoise(noisy, Monitor.silent());
    }

    /**
     * As {@link #denoise(Image)}; the monitor receives progress in percent and may cancel.
     *
     * @throws io.grainflow.progress.CancelledException soon after the monitor asked to stop
     */
    public Image denoise(Image noisy, Monitor monitor) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("LoadedDenoiser expects to be open, got denoise after close");
            }
            return MonitoredWork.run(TASK, monitor, progress -> denoiser.denoise(noisy, progress));
        } finally {
            use.readLock().unlock();
        }
    }

    /** Restores a picture: same size, sample format, colour model and transparency. */
    public BufferedImage denoise(BufferedImage noisy) {
        return denoise(noisy, Monitor.silent());
    }

    /**
     * As {@link #denoise(BufferedImage)}; the monitor receives progress in percent and may cancel.
     *
     * @throws io.grainflow.progress.CancelledException soon after the monitor asked to stop
     */
    public BufferedImage denoise(BufferedImage noisy, Monitor monitor) {
        return BufferedImages.like(noisy, denoise(BufferedImages.image(noisy), monitor));
    }

    /** Frees native memory after running work has ended. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            denoiser.close();
            closed = true;
        } finally {
            use.writeLock().unlock();
        }
    }
}
