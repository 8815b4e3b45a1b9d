package io.grainflow.inference;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Precision;

/** A denoiser with native memory, which {@link #close} frees at once; otherwise it goes when the denoiser is forgotten. */
public interface TrainedDenoiser extends Denoiser {
    /** What it computes in: float32 where the processor does not have what was asked for. */
    Precision precision();

    @Override
    void close();
}
