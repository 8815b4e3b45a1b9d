package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** Compiled plans give what graphs mean. */
final class PlanTest {
    static Stream<Graph> graphs() {
        return Stream.of(
                Graphs.residual(1, 8, 3), Graphs.residual(3, 16, 6), Graphs.residual(4, 5, 2), Graphs.hourglass());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void windowsOfAllSizes(Graph graph) {
        try (Plan plan = Plan.of(graph)) {
            int block = plan.block();
            for (int[] size : new int[][] {{1, 1}, {1, 9}, {13, 1}, {24, 16}, {16, 24}, {3, 130}, {70, 5}, {24, 16}}) {
                agree(plan, graph, size[0] * block, size[1] * block);
            }
        }
    }

    private static void agree(Plan plan, Graph graph, int height, int width) {
        Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
        List<double[]> expected = PlainGraph.run(graph, height, width, inputs);
        List<float[]> got = Windows.run(plan, graph, height, width, 2, inputs);
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.get(i).length; j++) {
                double value = expected.get(i)[j];
                assertThat((double) got.get(i)[j])
                        .as("value %s of %s in %sx%s", j, graph.outputs().get(i).name(), height, width)
                        .isCloseTo(value, within(3e-5 * Math.max(1, Math.abs(value))));
            }
        }
    }

    @Test
    void refusesWhatItCannotCompute() {
        Graph graph = Graphs.hourglass();
        try (Plan plan = Plan.of(graph)) {
            assertThatThrownBy(() -> Windows.run(plan, graph, 6, 8, 1, Map.of()))
                    .hasMessage("Plan expects whole blocks of 4 pixels, got 6x8");
        }
    }
}
