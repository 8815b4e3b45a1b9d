package io.grainflow.inference;

import io.grainflow.engine.Precision;
import io.grainflow.engine.Processor;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.util.Optional;

/**
 * What a model computes with. It belongs to the model: others in the process with other settings change none of its results.
 *
 * @param threads at least 1; sums may differ in their last bits with it
 * @param precision number format between layers on the processor; empty for the fastest that loses nothing visible, as far as the model's
 *     file tells
 * @param memoryBytes native memory for values between layers
 * @param ranges of the values between layers, for 8-bit integers
 */
public record Inference(
        Device device, int threads, Optional<Precision> precision, long memoryBytes, Optional<Ranges> ranges) {
    /** Enough for wide windows of every network here. */
    public static final long DEFAULT_MEMORY = 640L << 20;

    public Inference {
        if (threads < 1) {
            throw new InputException("threads", "expects at least 1, got " + threads, "give the number of processors");
        }
    }

    /** With one thread per processor, and the default precision and memory. */
    public static Inference on(Device device) {
        return new Inference(device, Processor.count(), Optional.empty(), DEFAULT_MEMORY, Optional.empty());
    }

    /** With another number of threads. */
    public Inference withThreads(int count) {
        return new Inference(device, count, precision, memoryBytes, ranges);
    }

    /** With a precision, whatever the model's file tells. */
    public Inference withPrecision(Precision wanted) {
        return new Inference(device, threads, Optional.of(wanted), memoryBytes, ranges);
    }

    /** With another bound of native memory for values between layers. */
    public Inference withMemory(long bytes) {
        return new Inference(device, threads, precision, bytes, ranges);
    }

    public Inference withRanges(Ranges known) {
        return new Inference(device, threads, precision, memoryBytes, Optional.of(known));
    }
}
