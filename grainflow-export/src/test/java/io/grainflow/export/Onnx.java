package io.grainflow.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.network.TorchGraph;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs ONNX files in ONNX Runtime, and the graphs that they were exported from on tensors. */
final class Onnx {
    private Onnx() {}

    /** An array and its shape. */
    @SuppressWarnings("ArrayRecordComponent")
    record Values(float[] values, long... shape) {}

    /** Random values for every input of a graph: uniform numbers, images around [0,1], or normal numbers, by the input's name. */
    static Map<String, Values> inputs(Graph graph, int batch, int height, int width) {
        Map<String, Values> inputs = new TreeMap<>();
        for (Operation.Input input : graph.inputs()) {
            RandomField field = new RandomField(new Seed(7).child(input.name()));
            int h = height >> input.halvings();
            int w = width >> input.halvings();
            float[] values = new float[batch * input.channels() * h * w];
            boolean normal = input.name().equals("latent") || input.name().equals("condition_noise");
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (normal ? field.normal(i) : field.uniform(i, 0));
            }
            inputs.put(input.name(), new Values(values, batch, input.channels(), h, w));
        }
        return inputs;
    }

    /** Created on a large stack: on processors with long feature lists the library recurses deeper than the default stack size allows. */
    private static OrtEnvironment environment() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, task, "onnxruntime", 16 << 20).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first output of an ONNX file. */
    static Values run(byte[] file, Map<String, Values> inputs, List<Integer> captures) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file, options)) {
                Map<String, OnnxTensor> given = new TreeMap<>();
                for (Map.Entry<String, Values> input : inputs.entrySet()) {
                    Values values = input.getValue();
                    given.put(
                            input.getKey(),
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(values.values()), values.shape()));
                }
                if (session.getInputNames().contains(OnnxGraph.CAPTURE)) {
                    long[] rows = captures.stream().mapToLong(row -> row).toArray();
                    given.put(
                            OnnxGraph.CAPTURE,
                            OnnxTensor.createTensor(environment, LongBuffer.wrap(rows), new long[] {rows.length}));
                }
                try (OrtSession.Result result = session.run(given)) {
                    return values(result.get(0));
                } finally {
                    given.values().forEach(OnnxTensor::close);
                }
            }
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime refuses the file: " + e.getMessage(), e);
        }
    }

    private static Values values(OnnxValue value) {
        OnnxTensor tensor = (OnnxTensor) value;
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Values(values, tensor.getInfo().getShape());
    }

    /** The first output of a graph on tensors. */
    static Values reference(Graph graph, Map<String, Values> inputs, List<Integer> captures) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Map<String, Tensor> tensors = new TreeMap<>();
            inputs.forEach((name, values) -> tensors.put(name, Tensor.of(values.values(), values.shape())));
            Tensor output = TorchGraph.run(graph, tensors, captures, (node, value) -> value)
                    .get(0);
            return new Values(output.toFloats(), output.shape());
        }));
    }

    /** The number of values that differ by more than the tolerance; the tolerance is relative for values above one. */
    static long apart(Values expected, Values got, double tolerance) {
        if (!Arrays.equals(expected.shape(), got.shape())) {
            throw new AssertionError(
                    "expected shape " + Arrays.toString(expected.shape()) + ", got " + Arrays.toString(got.shape()));
        }
        long count = 0;
        for (int i = 0; i < expected.values().length; i++) {
            double bound = tolerance * Math.max(1, Math.abs(expected.values()[i]));
            if (!(Math.abs(expected.values()[i] - got.values()[i]) <= bound)) {
                count++;
            }
        }
        return count;
    }
}
