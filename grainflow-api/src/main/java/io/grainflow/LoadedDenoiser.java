package io.grainflow;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.progress.Monitor;
import java.awt.image.BufferedImage;

/**
 * A denoiser that is ready to work. Safe for several threads, which may work at the same time. Results depend on the model, the number of
 * threads it was opened with and the number format, not on anything else in the process.
 */
public final class LoadedDenoiser implements AutoCloseable {
    private static final String TASK = "denoise";

    private final Denoiser denoiser;
    private final OpenModel model;

    LoadedDenoiser(Denoiser denoiser) {
        this.denoiser = denoiser;
        this.model = new OpenModel("LoadedDenoiser", denoiser::close);
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
        return model.call(() -> MonitoredWork.run(TASK, monitor, progress -> denoiser.denoise(noisy, progress)));
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

    /** Frees native memory, once work that is going on has ended. Further calls are refused; closing again does nothing. */
    @Override
    public void close() {
        model.close();
    }
}
