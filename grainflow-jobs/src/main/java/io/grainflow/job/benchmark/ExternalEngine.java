package io.grainflow.job.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Another program's engine, to be measured against in the same process. Found by {@link java.util.ServiceLoader}. */
public interface ExternalEngine {
    /** With its version. */
    String name();

    /** Loads an ONNX file. */
    Network load(Path onnx, int threads);

    /** A loaded network. */
    interface Network extends AutoCloseable {
        /** Its first output for inputs by name. */
        float[] run(Map<String, Input> inputs);

        @Override
        void close();
    }

    /**
     * Numbers in a shape.
     *
     * @param shape [N,C,H,W]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Input(float[] values, List<Long> shape) {}
}
