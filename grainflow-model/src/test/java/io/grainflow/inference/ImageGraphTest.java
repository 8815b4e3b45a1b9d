package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.engine.Graphs;
import io.grainflow.engine.Windows;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.network.TorchGraph;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs of whole images, compiled and on tensors, give what tensors in double precision give. */
@Tag("processor")
final class ImageGraphTest {
    private static final Inference TWO_THREADS = Inference.on(Device.CPU).withThreads(2);

    static Stream<Graph> graphs() {
        return Stream.of(Graphs.statistics(), Graphs.reflecting(), Graphs.hourglass(), pixelwise());
    }

    /** Statistics and mirrored borders in a graph that takes any height. */
    private static Graph pixelwise() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 3, 0);
        float[] wide = new float[3 * 3 * 49];
        float[] narrow = new float[3 * 3];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = (float) Math.sin(i);
            narrow[i % narrow.length] += wide[i];
        }
        int features = graph.reflectingConvolution(input, 3, 7, wide, new float[] {1, 2, 3});
        int normed = graph.add(new Operation.ImageNorm(1e-5), features);
        int mixed = graph.convolution(normed, 3, 1, narrow, new float[3]);
        Operation norm = new Operation.InstanceNorm(new float[] {1, -1, 2}, new float[] {0, 1, 0}, 1e-5);
        return graph.output("output", graph.add(norm, mixed)).build();
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void computesWhatTensorsCompute(Graph graph) {
        try (ImageGraph compiled = ImageGraph.of(graph, TWO_THREADS);
                ImageGraph tensors = ImageGraph.onTensors(graph, TWO_THREADS)) {
            assertThat(compiled.block()).isEqualTo(graph.block());
            for (int[] size : new int[][] {{1, 17}, {3, 5}, {11, 1}, {2, 3}, {37, 51}, {333, 9}}) {
                int height = size[0] * compiled.block();
                int width = size[1] * compiled.block();
                Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
                int row = height % 3;
                List<float[]> expected = inDoublePrecision(graph, row, height, width, inputs);
                for (ImageGraph one : List.of(compiled, tensors)) {
                    List<float[]> got = run(one, graph, row, height, width, inputs);
                    for (int i = 0; i < expected.size(); i++) {
                        agree(got.get(i), expected.get(i), "output " + i + " of " + height + "x" + width);
                    }
                }
            }
        }
    }

    private static void agree(float[] got, float[] expected, String what) {
        assertThat(got).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            float tolerance = 1e-4f * Math.max(1, Math.abs(expected[i]));
            assertThat(got[i]).as("value %s of %s", i, what).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static List<float[]> run(
            ImageGraph plan, Graph graph, int row, int height, int width, Map<String, float[]> inputs) {
        return Windows.run((h, w, source, sink) -> plan.run(h, w, row, source, sink), graph, height, width, inputs);
    }

    private static List<float[]> inDoublePrecision(
            Graph graph, int row, int height, int width, Map<String, float[]> inputs) {
        List<float[]> outputs = new ArrayList<>();
        Scope.heap(() -> NoGrad.run(() -> {
            Map<String, Tensor> tensors = new TreeMap<>();
            for (Operation.Input input : graph.inputs()) {
                int halvings = input.halvings();
                tensors.put(
                        input.name(),
                        Tensor.of(
                                        inputs.getOrDefault(input.name(), new float[0]),
                                        1,
                                        input.channels(),
                                        height >> halvings,
                                        width >> halvings)
                                .to(DType.FLOAT64));
            }
            TorchGraph.run(graph, tensors, List.of(row), (node, value) -> value)
                    .forEach(output -> outputs.add(output.to(DType.FLOAT32).toFloats()));
            return true;
        }));
        return outputs;
    }

    /** oneDNN has no rounding down. */
    @Test
    void whatIsNotCompiledRunsOnTensors() {
        GraphBuilder builder = new GraphBuilder();
        Graph graph = builder.output("output", builder.apply(Operation.Function.FLOOR, builder.input("input", 1, 0)))
                .build();
        Map<String, float[]> inputs = Map.of("input", new float[] {0.5f, -0.5f, 2, 1.99f});
        try (ImageGraph image = ImageGraph.of(graph, TWO_THREADS)) {
            assertThat(run(image, graph, 0, 2, 2, inputs).get(0)).containsExactly(0, -1, 2, 1);
        }
    }

    @Test
    void closingFreesEverything() {
        Graph graph = Graphs.statistics();
        Map<String, float[]> inputs = Graphs.inputs(graph, 12, 8);
        try (ImageGraph image = ImageGraph.of(graph, TWO_THREADS)) {
            run(image, graph, 0, 12, 8, inputs);
        }
        long before = Pointer.totalCount();
        try (ImageGraph image = ImageGraph.of(graph, TWO_THREADS);
                ImageGraph tensors = ImageGraph.onTensors(graph, TWO_THREADS)) {
            run(image, graph, 0, 12, 8, inputs);
            run(tensors, graph, 0, 12, 8, inputs);
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Graph graph = Graphs.statistics();
        try (ImageGraph image = ImageGraph.of(graph, TWO_THREADS.withMemory(4 << 20));
                ImageGraph tensors = ImageGraph.onTensors(graph, TWO_THREADS)) {
            Map<String, float[]> inputs = Graphs.inputs(graph, 8, 8);
            assertThatThrownBy(() -> run(image, graph, 0, 7, 8, inputs))
                    .hasMessage("ImageGraph expects whole blocks of 2 pixels, got 7x8");
            assertThatThrownBy(() -> run(image, graph, 0, 8, 4096, inputs))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("MB are too few for an image of 4096 columns");
            for (ImageGraph one : List.of(image, tensors)) {
                assertThatThrownBy(() -> run(one, graph, 3, 8, 8, inputs)).hasMessageContaining("got 3");
            }
        }
    }
}
