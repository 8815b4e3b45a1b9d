package io.grainflow.job.run;

import io.grainflow.engine.Precision;
import io.grainflow.inference.Inference;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a job computes with.
 *
 * @param device cpu or cuda, for networks
 * @param threads at least 1; part of the configuration, because sums differ in their last bits with it
 * @param precision number format of trained denoisers; empty for the fastest that loses nothing visible
 * @param memoryMegabytes native memory that a denoiser's layers may take; empty for enough
 */
public record ComputeOptions(String device, int threads, Optional<Precision> precision, OptionalLong memoryMegabytes) {
    private static final long MEGABYTE = 1 << 20;
    private static final long MOST_MEGABYTES = 1 << 20;

    public ComputeOptions {
        if (threads < 1) {
            throw new InputException("threads", "expects at least 1, got " + threads, "give the number of processors");
        }
        if (memoryMegabytes.isPresent()
                && (memoryMegabytes.getAsLong() < 1 || memoryMegabytes.getAsLong() > MOST_MEGABYTES)) {
            throw new InputException(
                    "memory",
                    "expects 1 to " + MOST_MEGABYTES + " MB, got " + memoryMegabytes.getAsLong(),
                    "give another --memory, or leave it out");
        }
    }

    /** The default precision and memory. */
    public ComputeOptions(String device, int threads) {
        this(device, threads, Optional.empty(), OptionalLong.empty());
    }

    /**
     * The processor with so many threads.
     *
     * @param count at least 1
     */
    public static ComputeOptions ofThreads(int count) {
        return new ComputeOptions("cpu", count);
    }

    /** The processor with all its cores. */
    public static ComputeOptions defaults() {
        return new ComputeOptions("cpu", Runtime.getRuntime().availableProcessors());
    }

    /**
     * Checks the device and gives it; libtorch is loaded when something needs it.
     *
     * @throws InputException if the device is unknown or not there
     */
    public Device start() {
        return Device.parse(device);
    }

    /** What models compute with. */
    public Inference inference() {
        Device started = start();
        if (precision.isPresent() && precision.get() != Precision.FP32 && started != Device.CPU) {
            throw new InputException(
                    "precision " + precision.get().word(), "is for the processor", "leave out --device");
        }
        return new Inference(
                started,
                threads,
                precision,
                memoryMegabytes.isPresent() ? memoryMegabytes.getAsLong() * MEGABYTE : Inference.DEFAULT_MEMORY,
                Optional.empty());
    }
}
