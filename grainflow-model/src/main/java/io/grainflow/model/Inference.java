package io.grainflow.model;

import io.grainflow.engine.Precision;
import io.grainflow.tensor.Device;
import java.util.Optional;

/**
 * How trained networks are run.
 *
 * @param precision number format between layers on the processor; empty for the fastest that loses nothing visible, as far as the model's
 *     file tells
 * @param memoryBytes native memory for values between layers
 */
public record Inference(Device device, Optional<Precision> precision, long memoryBytes) {
    /** Enough for wide windows of every network here. */
    public static final long DEFAULT_MEMORY = 512L << 20;

    public static Inference on(Device device) {
        return new Inference(device, Optional.empty(), DEFAULT_MEMORY);
    }

    public Inference withPrecision(Precision wanted) {
        return new Inference(device, Optional.of(wanted), memoryBytes);
    }

    public Inference withMemory(long bytes) {
        return new Inference(device, precision, bytes);
    }
}
