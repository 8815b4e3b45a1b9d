package io.grainflow.model;

import io.grainflow.denoise.Denoiser;

/** A denoiser with native memory, which {@link #close} frees at once; otherwise it goes when the denoiser is forgotten. */
public interface TrainedDenoiser extends Denoiser, AutoCloseable {
    @Override
    void close();
}
