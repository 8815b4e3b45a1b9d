package io.grainflow.inference;

import io.grainflow.engine.Precision;
import io.grainflow.engine.Ranges;
import io.grainflow.tensor.Device;
import java.util.Optional;

/**
 * How trained networks are run.
 *
 * @param precision number format between layers on the processor; empty for the fastest that loses nothing visible, as far as the model's
 *     file tells
 * @param memoryBytes native memory for values between layers
 * @param ranges of the values between layers, for 8-bit integers
 */
public record Inference(Device device, Optional<Precision> precision, long memoryBytes, Optional<Ranges> ranges) {
    /** Enough for wide windows of every network here. */
    public static final long DEFAULT_MEMORY = 640L << 20;

    public static Inference on(Device device) {
        return new Inference(device, Optional.empty(), DEFAULT_MEMORY, Optional.empty());
    }

    public Inference withPrecision(Precision wanted) {
        return new Inference(device, Optional.of(wanted), memoryBytes, ranges);
    }

    public Inference withMemory(long bytes) {
        return new Inference(device, precision, bytes, ranges);
    }

    public Inference withRanges(Ranges known) {
        return new Inference(device, precision, memoryBytes, Optional.of(known));
    }
}
