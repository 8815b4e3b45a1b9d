package io.grainflow.job;

import io.grainflow.engine.Processor;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;

/**
 * What a job computes with.
 *
 * @param device cpu or cuda, for networks
 * @param threads at least 1; part of the configuration, because sums differ in their last bits with it
 */
public record Engine(String device, int threads) {
    public Engine {
        if (threads < 1) {
            throw new InputException("threads", "expects at least 1, got " + threads, "give the number of processors");
        }
    }

    /** The processor with all its cores. */
    public static Engine defaults() {
        return new Engine("cpu", Runtime.getRuntime().availableProcessors());
    }

    /**
     * Readies the native library.
     *
     * @throws InputException if the device is unknown or not there
     */
    Device start() {
        NativeLibrary.setThreads(threads);
        Processor.setThreads(threads);
        return Device.parse(device);
    }
}
