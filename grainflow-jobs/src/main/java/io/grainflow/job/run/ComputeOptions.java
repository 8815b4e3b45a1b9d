package io.grainflow.job.run;

import io.grainflow.engine.Precision;
import io.grainflow.inference.Inference;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Device, threads, number format and memory of a job.
 *
 * @param device cpu or cuda, for networks
 * @param threads at least 1; part of the configuration, because the last bits of sums depend on it
 * @param precision number format of trained denoisers; empty for the fastest without visible loss
 * @param memoryMegabytes limit of native memory for a denoiser's layers; empty for no limit
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

    /** The processor with all its cores, and default precision and memory. */
    public static ComputeOptions defaults() {
        return new ComputeOptions(
                "cpu", Runtime.getRuntime().availableProcessors(), Optional.empty(), OptionalLong.empty());
    }

    /** Sets the device. */
    public ComputeOptions device(String name) {
        return new ComputeOptions(name, threads, precision, memoryMegabytes);
    }

    /** Sets the number of threads. */
    public ComputeOptions threads(int count) {
        return new ComputeOptions(device, count, precision, memoryMegabytes);
    }

    /** Sets the number format. */
    public ComputeOptions precision(Precision format) {
        return new ComputeOptions(device, threads, Optional.of(format), memoryMegabytes);
    }

    /** Limits the native memory. */
    public ComputeOptions memoryMegabytes(long megabytes) {
        return new ComputeOptions(device, threads, precision, OptionalLong.of(megabytes));
    }

    /**
     * The processor with a number of threads.
     *
     * @param count at least 1
     */
    public static ComputeOptions ofThreads(int count) {
        return defaults().threads(count);
    }

    /**
     * The same settings for models. The device is checked here. Native libraries are loaded when they are first needed.
     *
     * @throws InputException if the device is not available, or does not support the precision
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
