package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of whole images give the results of the reference interpreter in double precision. */
@Tag("processor")
final class ImagePlanTest {
    private static final Graph GRAPH = Graphs.statistics();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void imagesOfAllSizes(int threads) {
        try (ImagePlan plan = ImagePlan.of(GRAPH, threads)) {
            for (int[] size : new int[][] {{2, 2}, {2, 18}, {26, 2}, {4, 4}, {6, 10}, {38, 54}, {600, 6}, {38, 54}}) {
                for (int row : new int[] {2, 0}) {
                    agree(plan, row, size[0], size[1]);
                }
            }
        }
    }

    private static void agree(ImagePlan plan, int row, int height, int width) {
        Map<String, float[]> inputs = Graphs.inputs(GRAPH, height, width);
        List<double[]> expected = ReferenceInterpreter.run(chosen(GRAPH, row), height, width, inputs);
        List<float[]> got = run(plan, row, height, width, inputs);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(got.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < expected.get(i).length; j++) {
                double value = expected.get(i)[j];
                assertThat((double) got.get(i)[j])
                        .as("value %s of output %s in %sx%s", j, i, height, width)
                        .isCloseTo(value, within(2e-5 * Math.max(1, Math.abs(value))));
            }
        }
    }

    private static List<float[]> run(ImagePlan plan, int row, int height, int width, Map<String, float[]> inputs) {
        return Windows.run((h, w, source, sink) -> plan.run(h, w, row, source, sink), GRAPH, height, width, inputs);
    }

    /** The graph whose tables have one row. */
    private static Graph chosen(Graph graph, int row) {
        return new Graph(
                graph.nodes().stream()
                        .map(node -> new Graph.Node(
                                node.operation() instanceof Operation.Table table
                                        ? new Operation.Table(new float[][] {table.row(row)})
                                        : node.operation(),
                                node.inputs()))
                        .toList(),
                graph.outputs());
    }

    /** 1000 rows are more than a band of any pass: statistics of all of them, and the same bytes in any division into bands. */
    @Test
    void bandsDoNotChangeStatistics() {
        int width = 128;
        int height = 1000;
        Map<String, float[]> inputs = Graphs.inputs(GRAPH, height, width);
        try (ImagePlan alone = ImagePlan.of(GRAPH, 1);
                ImagePlan shared = ImagePlan.of(GRAPH, 3)) {
            List<float[]> expected = run(alone, 1, height, width, inputs);
            for (int i = 0; i < 3; i++) {
                assertThat(run(shared, 1, height, width, inputs).get(0)).isEqualTo(expected.get(0));
                assertThat(run(shared, 1, height, width, inputs).get(1)).isEqualTo(expected.get(1));
            }
            agree(shared, 1, height, width);
        }
    }

    /** Processors without bfloat16 compute in float32. */
    @Test
    void bfloat16IsNear() {
        Map<String, float[]> inputs = Graphs.inputs(GRAPH, 40, 32);
        try (ImagePlan exact = ImagePlan.of(GRAPH, 2);
                ImagePlan rounded = ImagePlan.of(GRAPH, Precision.BF16, 2)) {
            float[] expected = run(exact, 1, 40, 32, inputs).get(0);
            float[] got = run(rounded, 1, 40, 32, inputs).get(0);
            double error = 0;
            double power = 0;
            for (int i = 0; i < got.length; i++) {
                error += Math.pow(got[i] - expected[i], 2);
                power += Math.pow(expected[i], 2);
            }
            assertThat(error / power).isLessThan(Plan.supports(Precision.BF16) ? 1e-3 : 1e-12);
        }
        assertThatThrownBy(() -> ImagePlan.of(GRAPH, Precision.INT8, 1))
                .hasMessage("ImagePlan expects fp32 or bf16, got int8");
    }

    /** Images of a mean that is large compared with their contrast. */
    @Test
    void statisticsOfSmallContrast() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 2, 0);
        graph.output(
                "output", graph.add(new Operation.InstanceNorm(new float[] {1, 2}, new float[] {0, 3}, 1e-5), input));
        Graph norm = graph.build();
        float[] values = new float[2 * 64 * 48];
        float[] noise = Graphs.numbers("noise", values.length, 0.01);
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 + noise[i];
        }
        Map<String, float[]> inputs = Map.of("input", values);
        double[] expected = ReferenceInterpreter.run(norm, 64, 48, inputs).get(0);
        try (ImagePlan plan = ImagePlan.of(norm, 2)) {
            float[] got = Windows.run((h, w, source, sink) -> plan.run(h, w, 0, source, sink), norm, 64, 48, inputs)
                    .get(0);
            for (int i = 0; i < got.length; i++) {
                assertThat((double) got[i]).isCloseTo(expected[i], within(5e-4));
            }
        }
    }

    @Test
    void threadsShareAPlan() throws Exception {
        Map<String, float[]> inputs = Graphs.inputs(GRAPH, 34, 22);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ImagePlan plan = ImagePlan.of(GRAPH, 1)) {
            List<List<float[]>> expected =
                    List.of(run(plan, 0, 34, 22, inputs), run(plan, 1, 34, 22, inputs), run(plan, 2, 34, 22, inputs));
            Callable<Integer> share = () -> {
                for (int i = 0; i < 60; i++) {
                    assertThat(run(plan, i % 3, 34, 22, inputs).get(0))
                            .isEqualTo(expected.get(i % 3).get(0));
                }
                return 60;
            };
            for (Future<Integer> done : threads.invokeAll(Collections.nCopies(4, share))) {
                assertThat(done.get()).isEqualTo(60);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingFreesEverything() {
        Map<String, float[]> inputs = Graphs.inputs(GRAPH, 8, 8);
        Plan.of(Graphs.residual(1, 4, 2), 1).close();
        long before = Pointer.totalCount();
        for (int i = 0; i < 3; i++) {
            try (ImagePlan plan = ImagePlan.of(GRAPH, 2)) {
                run(plan, 1, 8, 8, inputs);
                assertThat(Pointer.totalCount()).isGreaterThan(before);
            }
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void refusesWhatItCannotCompute() {
        try (ImagePlan plan = ImagePlan.of(GRAPH, 1)) {
            Map<String, float[]> inputs = Graphs.inputs(GRAPH, 8, 8);
            assertThatThrownBy(() -> run(plan, 3, 8, 8, inputs)).hasMessage("Table expects a row of 3, got 3");
            assertThatThrownBy(() -> run(plan, 0, 7, 8, inputs)).hasMessageContaining("expects whole blocks of");
        }
        assertThat(ImagePlan.supports(GRAPH)).isTrue();
        GraphBuilder floor = new GraphBuilder();
        floor.output("output", floor.apply(Operation.Function.FLOOR, floor.input("input", 1, 0)));
        assertThat(ImagePlan.supports(floor.build())).isFalse();
        GraphBuilder infinite = new GraphBuilder();
        infinite.output(
                "output",
                infinite.add(
                        new Operation.InstanceNorm(new float[] {Float.POSITIVE_INFINITY}, new float[1], 1),
                        infinite.input("input", 1, 0)));
        assertThatThrownBy(() -> ImagePlan.of(infinite.build(), 1))
                .hasMessage("Plan expects finite numbers, got Infinity in operation 1");
    }
}
