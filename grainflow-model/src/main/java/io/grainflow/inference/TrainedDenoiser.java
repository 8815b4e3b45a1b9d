package io.grainflow.inference;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Precision;

/**
 * A denoiser that holds native memory. {@link #close} frees it at once; without this call it is freed after the denoiser has become
 * unreachable.
 */
public interface TrainedDenoiser extends Denoiser {
    /** Number format of the computation: float32 if the processor lacks the requested format. */
    Precision precision();

    @Override
    void close();
}
