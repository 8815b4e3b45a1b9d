package io.grainflow.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.grainflow.job.benchmark.ExternalEngine;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** ONNX Runtime on the processor in float32 with all its optimisations. */
public final class OnnxRuntime implements ExternalEngine {
    /** Stack size of the thread that initialises the library. On processors with long feature lists it recurses deeper than a usual stack allows. */
    private static final long STACK = 16 << 20;

    private final OrtEnvironment environment = initialised();

    /** For {@link java.util.ServiceLoader}. */
    public OnnxRuntime() {}

    private static OrtEnvironment initialised() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        Thread thread = new Thread(null, task, "onnxruntime", STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime was loaded", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("ONNX Runtime cannot be loaded", e.getCause());
        }
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion() + " fp32";
    }

    @Override
    public Network load(Path onnx, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // its threads must not keep spinning while other engines are measured
            options.addConfigEntry("session.force_spinning_stop", "1");
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return new Loaded(environment, environment.createSession(onnx.toString(), options));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + onnx, e);
        }
    }

    private record Loaded(OrtEnvironment environment, OrtSession session) implements Network {
        @Override
        public float[] run(Map<String, Input> inputs) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            try {
                for (Map.Entry<String, Input> input : inputs.entrySet()) {
                    long[] shape = input.getValue().shape().stream()
                            .mapToLong(Long::longValue)
                            .toArray();
                    tensors.put(
                            input.getKey(),
                            OnnxTensor.createTensor(
                                    environment,
                                    FloatBuffer.wrap(input.getValue().values()),
                                    shape));
                }
                try (OrtSession.Result result = session.run(tensors)) {
                    FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] values = new float[numbers.remaining()];
                    numbers.get(values);
                    return values;
                }
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed", e);
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed", e);
            }
        }
    }
}
