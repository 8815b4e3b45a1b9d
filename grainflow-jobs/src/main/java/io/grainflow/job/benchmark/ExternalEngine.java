package io.grainflow.job.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An engine of another program, measured in the same process for comparison. Found by {@link java.util.ServiceLoader}. */
public interface ExternalEngine {
    /** Name and version. */
    String name();

    /** Loads an ONNX file. */
    Network load(Path onnx, int threads);

    /** A loaded network. */
    interface Network extends AutoCloseable {
        /** The first output, for inputs given by name. */
        float[] run(Map<String, Input> inputs);

        @Override
        void close();
    }

    /**
     * Values with a shape.
     *
     * @param shape [N,C,H,W]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Input(float[] values, List<Long> shape) {}
}
