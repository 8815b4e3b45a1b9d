package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled plans give the results of the reference interpreter. */
@Tag("processor")
final class PlanTest {
    static Stream<Graph> graphs() {
        return Stream.of(
                Graphs.residual(1, 8, 3),
                Graphs.residual(3, 16, 6),
                Graphs.residual(4, 5, 2),
                Graphs.hourglass(),
                Graphs.doubledTwice(),
                Graphs.reflecting());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void windowsOfAllSizes(Graph graph) {
        try (Plan plan = Plan.of(graph, 2)) {
            int block = plan.block();
            for (int[] size :
                    new int[][] {{1, 1}, {1, 9}, {13, 1}, {24, 16}, {16, 24}, {3, 130}, {70, 5}, {600, 2}, {24, 16}}) {
                agree(plan, graph, size[0] * block, size[1] * block);
            }
        }
    }

    private static void agree(Plan plan, Graph graph, int height, int width) {
        Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
        List<double[]> expected = ReferenceInterpreter.run(graph, height, width, inputs);
        List<float[]> got = Windows.run(plan, graph, height, width, inputs);
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.get(i).length; j++) {
                double value = expected.get(i)[j];
                assertThat((double) got.get(i)[j])
                        .as("value %s of %s in %sx%s", j, graph.outputs().get(i).name(), height, width)
                        .isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
            }
        }
    }

    /** 8-bit integers: results lie within some quantisation steps of the reference, and repeated runs are equal. */
    @ParameterizedTest
    @MethodSource("wide")
    void integersAreNear(Graph graph) {
        Map<String, float[]> inputs = Graphs.inputs(graph, 32, 48);
        List<double[]> expected = ReferenceInterpreter.run(graph, 32, 48, inputs);
        Optional<Ranges> ranges = Optional.of(ReferenceInterpreter.ranges(graph, 32, 48, inputs));
        try (Plan plan = Plan.of(graph, Precision.INT8, ranges, 2);
                Plan alone = Plan.of(graph, Precision.INT8, ranges, 1)) {
            assertThat(plan.precision()).isEqualTo(Plan.supports(Precision.INT8) ? Precision.INT8 : Precision.FP32);
            float[] got = Windows.run(plan, graph, 32, 48, inputs).get(0);
            assertThat(Windows.run(alone, graph, 32, 48, inputs).get(0)).isEqualTo(got);
            double error = 0;
            double power = 0;
            for (int i = 0; i < got.length; i++) {
                error += Math.pow(got[i] - expected.get(0)[i], 2);
                power += Math.pow(expected.get(0)[i], 2);
            }
            assertThat(error / power).isLessThan(3e-3);
        }
    }

    static Stream<Graph> wide() {
        return Stream.of(Graphs.residual(3, 32, 5), Graphs.pooled(24), Graphs.mirrored(24));
    }

    /** Where the processor lacks a format, the plan computes in float32. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void fallsBack(Precision precision) {
        Graph graph = Graphs.residual(3, 32, 3);
        Map<String, float[]> inputs = Graphs.inputs(graph, 16, 16);
        double[] expected = ReferenceInterpreter.run(graph, 16, 16, inputs).get(0);
        try (Plan plan =
                Plan.of(graph, precision, Optional.of(ReferenceInterpreter.ranges(graph, 16, 16, inputs)), 1)) {
            assertThat(plan.precision()).isEqualTo(Plan.supports(precision) ? precision : Precision.FP32);
            float[] got = Windows.run(plan, graph, 16, 16, inputs).get(0);
            double tolerance = plan.precision() == Precision.FP32 ? 1e-4 : 0.2;
            for (int i = 0; i < got.length; i++) {
                assertThat((double) got[i]).isCloseTo(expected[i], within(tolerance));
            }
        }
    }

    /** A plan that is closed while it runs finishes the run first. */
    @Test
    void closingWaitsForWhoWorks() {
        Graph graph = Graphs.residual(3, 16, 4);
        Map<String, float[]> inputs = Graphs.inputs(graph, 600, 4);
        Plan whole = Plan.of(graph, 1);
        float[] expected = Windows.run(whole, graph, 600, 4, inputs).get(0);
        whole.close();
        Plan plan = Plan.of(graph, 1);
        float[] got = new float[expected.length];
        plan.run(
                600,
                4,
                (input, from, rows, values) -> {
                    plan.close();
                    Windows.copy(inputs.getOrDefault("input", got), values, 3, 600, 4, from, rows, true);
                },
                (output, from, rows, values) -> Windows.copy(got, values, 3, 600, 4, from, rows, false));
        assertThat(got).isEqualTo(expected);
        assertThatThrownBy(() -> Windows.run(plan, graph, 4, 4, inputs)).hasMessage("Plan is closed");
    }

    /** 10,000 windows on 8 threads that share a plan: always the same numbers, and no native objects but those of one context per thread. */
    @Test
    void threadsShareAPlan() throws Exception {
        Graph graph = Graphs.residual(3, 16, 4);
        Map<String, float[]> inputs = Graphs.inputs(graph, 24, 16);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Plan plan = Plan.of(graph, 1)) {
            float[] expected = Windows.run(plan, graph, 24, 16, inputs).get(0);
            Callable<Long> share = () -> {
                for (int i = 0; i < 1250; i++) {
                    assertThat(Windows.run(plan, graph, 24, 16, inputs).get(0)).isEqualTo(expected);
                }
                return Pointer.totalCount();
            };
            threads.invokeAll(Collections.nCopies(8, () -> Windows.run(plan, graph, 24, 16, inputs)));
            long before = Pointer.totalCount();
            for (Future<Long> done : threads.invokeAll(Collections.nCopies(8, share))) {
                done.get();
            }
            assertThat(plan.idleContexts()).isBetween(1, 8);
            // contexts that the first call did not need, and nothing else
            assertThat(Pointer.totalCount()).isLessThan(before + 8 * 400);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingFreesEverything() {
        Graph graph = Graphs.hourglass();
        Map<String, float[]> inputs = Graphs.inputs(graph, 8, 8);
        Plan.of(graph, 1).close();
        long before = Pointer.totalCount();
        for (int i = 0; i < 3; i++) {
            try (Plan plan = Plan.of(graph, 1)) {
                Windows.run(plan, graph, 8, 8, inputs);
            }
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void refusesNumbersThatAreNone() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 1, 0);
        graph.output("output", graph.convolution(input, 1, 1, new float[] {Float.NaN}, new float[1]));
        assertThatThrownBy(() -> Plan.of(graph.build(), 1))
                .hasMessage("Plan expects finite numbers, got NaN in operation 1");
        GraphBuilder tables = new GraphBuilder();
        int value = tables.input("input", 1, 0);
        tables.output("output", tables.product(value, tables.add(new Operation.Table(new float[][] {{1}, {2}}))));
        assertThatThrownBy(() -> Plan.of(tables.build(), 1))
                .hasMessage("Plan expects tables of one row, got one of 2: choose a capture first");
    }

    @Test
    void refusesWhatItCannotCompute() {
        Graph graph = Graphs.hourglass();
        try (Plan plan = Plan.of(graph, 1)) {
            assertThatThrownBy(() -> Windows.run(plan, graph, 6, 8, Map.of()))
                    .hasMessage("Plan expects whole blocks of 4 pixels, got 6x8");
        }
    }
}
