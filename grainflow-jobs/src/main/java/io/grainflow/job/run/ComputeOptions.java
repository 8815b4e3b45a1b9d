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
public record ComputeOptions(String device, int threads, Optional<Precision> precision, OptionalLong memoryMegabytes)
        implements JobOptions {
    private static final long MEGABYTE = 1 << 20;
    private static final long MOST_MEGABYTES = 1 << 20;

    public ComputeOptions {
        if (!device.equals("cpu") && !device.equals("cuda")) {
            throw new InputException("device " + device, "is unknown", "known: cpu, cuda");
        }
        if (threads < 1) {
            throw new InputException("threads", "expects at least 1, got " + threads, "give the number of processors");
        }
        if (memoryMegabytes.isPresent()
                && (memoryMegabytes.getAsLong() < 1 || memoryMegabytes.getAsLong() > MOST_MEGABYTES)) {
            throw new InputException(
                    "memory",
                    "expects 1 to " + MOST_MEGABYTES + " MB, got " + memoryMegabytes.getAsLong(),
                    "give another `memoryMegabytes`, or leave it out");
        }
    }

    /** The processor with all its cores, the default precision and memory. */
    public static ComputeOptions defaults() {
        return new ComputeOptions(
                "cpu", Runtime.getRuntime().availableProcessors(), Optional.empty(), OptionalLong.empty());
    }

    /** On another device. */
    public ComputeOptions device(String name) {
        return new ComputeOptions(name, threads, precision, memoryMegabytes);
    }

    /** With another number of threads. */
    public ComputeOptions threads(int count) {
        return new ComputeOptions(device, count, precision, memoryMegabytes);
    }

    /** In a number format. */
    public ComputeOptions precision(Precision format) {
        return new ComputeOptions(device, threads, Optional.of(format), memoryMegabytes);
    }

    /** In bounded native memory. */
    public ComputeOptions memoryMegabytes(long megabytes) {
        return new ComputeOptions(device, threads, precision, OptionalLong.of(megabytes));
    }

    /**
     * The processor with so many threads.
     *
     * @param count at least 1
     */
    public static ComputeOptions ofThreads(int count) {
        return defaults().threads(count);
    }

    /**
     * What models compute with. The device is checked; native libraries are loaded when something needs them.
     *
     * @throws InputException if the device is not there, or does not go with the precision
     */
    public Inference inference() {
        Device started = Device.parse(device);
        if (precision.isPresent() && precision.get() != Precision.FP32 && started != Device.CPU) {
            throw new InputException(
                    "precision " + precision.get().word(), "is for the processor", "leave out `device`");
        }
        return new Inference(
                started,
                threads,
                precision,
                memoryMegabytes.isPresent() ? memoryMegabytes.getAsLong() * MEGABYTE : Inference.DEFAULT_MEMORY,
                Optional.empty());
    }
}
