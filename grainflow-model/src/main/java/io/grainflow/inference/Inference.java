package io.grainflow.inference;

import io.grainflow.engine.Precision;
import io.grainflow.engine.Processor;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.util.Optional;

/**
 * Settings of the computation of one model. Models with different settings can run in one process without changing each other's results.
 *
 * @param threads at least 1; sums may differ in their last bits with it
 * @param precision number format between layers on the processor; empty for the fastest one whose loss, according to the model's file, is
 *     negligible
 * @param memoryBytes native memory for values between layers
 * @param ranges of the values between layers, for 8-bit integers
 */
public record Inference(
        Device device, int threads, Optional<Precision> precision, long memoryBytes, Optional<Ranges> ranges) {
    /** Default memory bound, enough for wide windows of every network here. */
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

    /** With a given precision, whatever losses the model's file holds. */
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
