package io.grainflow.job.benchmark;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.export.OnnxModel;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.inference.ChannelInterleaving;
import io.grainflow.network.TorchGraph;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One engine with one loaded network, and its measurements. */
final class BenchmarkEntry implements AutoCloseable {
    private static final int WARM_UP = 2;
    private static final double EQUAL_DECIBELS = 200;

    private final String name;
    private final Precision precision;
    private final Supplier<float[]> work;
    private final Runnable release;
    private final List<Double> seconds = new ArrayList<>();
    private OptionalDouble megabytes = OptionalDouble.empty();
    private float[] output = new float[0];

    private BenchmarkEntry(String name, Precision precision, Supplier<float[]> work, Runnable release) {
        this.name = name;
        this.precision = precision;
        this.work = work;
        this.release = release;
    }

    /** libtorch, operation by operation on tensors. */
    static BenchmarkEntry libtorch(Graph graph, Map<String, ExternalEngine.Input> inputs, int threads) {
        return new BenchmarkEntry(
                "libtorch",
                Precision.FP32,
                () -> TensorThreads.with(
                        threads,
                        () -> Scope.heap(() -> NoGrad.run(() ->
                                TorchGraph.run(graph, tensors(inputs)).get(0).toFloats()))),
                () -> {});
    }

    /** An engine of another program, which loads an ONNX file. */
    static BenchmarkEntry of(
            ExternalEngine yardstick, Workload subject, Map<String, ExternalEngine.Input> inputs, int threads) {
        try {
            Path file = Files.createTempFile("grainflow", ".onnx");
            try {
                Files.write(file, OnnxModel.bytes(subject.graph()));
                ExternalEngine.Network network = yardstick.load(file, threads);
                return new BenchmarkEntry(yardstick.name(), Precision.FP32, () -> network.run(inputs), network::close);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Tensor> tensors(Map<String, ExternalEngine.Input> inputs) {
        Map<String, Tensor> tensors = new TreeMap<>();
        inputs.forEach((name, input) -> tensors.put(
                name,
                Tensor.of(
                        input.values(),
                        input.shape().stream().mapToLong(Long::longValue).toArray())));
        return tensors;
    }

    /** The compiled plan in one precision. */
    static BenchmarkEntry plan(
            Workload subject, Precision precision, Map<String, ExternalEngine.Input> inputs, int size, int threads) {
        Graph graph = subject.graph();
        Optional<Ranges> ranges = precision == Precision.INT8 ? Optional.of(ranges(graph, inputs)) : Optional.empty();
        Plan plan = Plan.of(graph, precision, ranges, threads);
        List<Operation.Input> given = graph.inputs();
        Extent asked = graph.extents().get(graph.outputs().get(0).value());
        return new BenchmarkEntry(
                "grainflow " + plan.precision().word(),
                plan.precision(),
                () -> {
                    float[] result = new float[asked.channels() * ((size * size) >> (2 * asked.halvings()))];
                    plan.run(
                            size,
                            size,
                            (input, from, rows, values) -> {
                                Operation.Input known = given.get(input);
                                ExternalEngine.Input numbers = inputs.getOrDefault(
                                        known.name(), new ExternalEngine.Input(new float[0], List.of()));
                                ChannelInterleaving.read(
                                        numbers.values(),
                                        known.channels(),
                                        size >> known.halvings(),
                                        from,
                                        rows,
                                        values);
                            },
                            (only, from, rows, values) -> ChannelInterleaving.write(
                                    result, asked.channels(), size >> asked.halvings(), from, rows, values));
                    return result;
                },
                plan::close);
    }

    private static Ranges ranges(Graph graph, Map<String, ExternalEngine.Input> inputs) {
        List<Ranges.Range> ranges = new ArrayList<>();
        Scope.heap(() -> NoGrad.run(() -> {
            TorchGraph.run(graph, tensors(inputs), List.of(), (node, value) -> {
                double low = 0;
                double high = 0;
                for (float number : value.toFloats()) {
                    low = Math.min(low, number);
                    high = Math.max(high, number);
                }
                ranges.add(new Ranges.Range(low, high));
                return value;
            });
            return true;
        }));
        return new Ranges(ranges);
    }

    String name() {
        return name;
    }

    Precision precision() {
        return precision;
    }

    List<Double> seconds() {
        return seconds;
    }

    OptionalDouble megabytes() {
        return megabytes;
    }

    /** Runs without measuring time, and measures the memory. */
    void warmUp() {
        OptionalDouble before = ResidentSet.startPeak();
        for (int i = 0; i < WARM_UP; i++) {
            output = work.get();
        }
        OptionalDouble peak = ResidentSet.peakMegabytes();
        if (before.isPresent() && peak.isPresent()) {
            megabytes = OptionalDouble.of(peak.getAsDouble() - before.getAsDouble());
        }
    }

    void race() {
        long start = System.nanoTime();
        output = work.get();
        seconds.add((System.nanoTime() - start) / 1e9);
    }

    /** PSNR compared with the output of another engine. */
    double decibelsTo(BenchmarkEntry other) {
        double error = 0;
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int i = 0; i < output.length; i++) {
            error += Math.pow(output[i] - (double) other.output[i], 2);
            low = Math.min(low, other.output[i]);
            high = Math.max(high, other.output[i]);
        }
        double mean = error / output.length / Math.pow(high - low, 2);
        return mean == 0 ? EQUAL_DECIBELS : Math.min(EQUAL_DECIBELS, -10 * Math.log10(mean));
    }

    @Override
    public void close() {
        release.run();
    }
}
