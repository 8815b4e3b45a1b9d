package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that follow each other through the layers give what one gives alone. */
@Tag("processor")
final class WavefrontTest {
    private static final int HEIGHT = 600;
    private static final int WIDTH = 8;

    @ParameterizedTest
    @MethodSource("io.grainflow.engine.PlanTest#graphs")
    void anyNumberOfThreads(Graph graph) {
        try (Plan plan = Plan.of(graph)) {
            int height = HEIGHT / plan.block() * plan.block();
            int width = WIDTH * plan.block();
            Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
            List<float[]> alone = Windows.run(plan, graph, height, width, 1, inputs);
            for (int threads : new int[] {2, 3, 8}) {
                List<float[]> together = Windows.run(plan, graph, height, width, threads, inputs);
                for (int output = 0; output < alone.size(); output++) {
                    assertThat(together.get(output)).containsExactly(alone.get(output), within(1e-4f));
                }
            }
        }
    }

    @Test
    void alwaysTheSame() {
        Graph graph = Graphs.residual(3, 16, 9);
        Map<String, float[]> inputs = Graphs.inputs(graph, HEIGHT, WIDTH);
        try (Plan plan = Plan.of(graph)) {
            float[] expected =
                    Windows.run(plan, graph, HEIGHT, WIDTH, 4, inputs).get(0);
            // the second time brings what is worth its making only then
            Windows.run(plan, graph, HEIGHT, WIDTH, 4, inputs);
            long before = Pointer.totalCount();
            for (int i = 0; i < 100; i++) {
                assertThat(Windows.run(plan, graph, HEIGHT, WIDTH, 4, inputs).get(0))
                        .isEqualTo(expected);
            }
            assertThat(plan.lanes()).isEqualTo(1);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void rowsComeAndGoInOrder() {
        Graph graph = Graphs.residual(3, 16, 9);
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Plan plan = Plan.of(graph)) {
            plan.run(
                    HEIGHT,
                    WIDTH,
                    4,
                    (input, from, rows, values) -> {
                        threads.add(Thread.currentThread());
                        for (int row = from; row < from + rows; row++) {
                            read.add(row);
                        }
                    },
                    (output, from, rows, values) -> {
                        for (int row = from; row < from + rows; row++) {
                            written.add(row);
                        }
                    });
        }
        assertThat(threads).hasSize(4);
        assertThat(read).hasSize(HEIGHT).isSorted();
        assertThat(written).hasSize(HEIGHT).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 300, 590})
    void aFailureEndsAll(int row) {
        Graph graph = Graphs.residual(3, 16, 9);
        Map<String, float[]> inputs = Graphs.inputs(graph, HEIGHT, WIDTH);
        try (Plan plan = Plan.of(graph)) {
            assertThatThrownBy(() -> plan.run(
                            HEIGHT,
                            WIDTH,
                            4,
                            (input, from, rows, values) -> {
                                if (from + rows > row) {
                                    throw new IllegalStateException("no row " + row);
                                }
                            },
                            (output, from, rows, values) -> {}))
                    .hasMessage("no row " + row);
            assertThatThrownBy(() -> plan.run(
                            HEIGHT, WIDTH, 4, (input, from, rows, values) -> {}, (output, from, rows, values) -> {
                                if (from + rows > row) {
                                    throw new OutOfMemoryError("no room for row " + row);
                                }
                            }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(plan.lanes()).isZero();
            float[] expected =
                    Windows.run(plan, graph, HEIGHT, WIDTH, 1, inputs).get(0);
            assertThat(Windows.run(plan, graph, HEIGHT, WIDTH, 4, inputs).get(0))
                    .containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void workersNeedMemory() {
        try (Plan plan = Plan.of(Graphs.residual(3, 16, 9))) {
            assertThat(plan.bytes(512, 8)).isGreaterThan(plan.bytes(512, 1));
        }
    }

    /** One memory of a slot is enough where it is read soon; what is read much later is every worker's own. */
    @Test
    void sharesWhatIsReadSoon() {
        Program program = Fusion.of(Graphs.residual(3, 16, 20));
        Stages stages = Stages.of(program, 2);
        assertThat(stages.isOwn(program.inputs().get(0))).isTrue();
        assertThat(stages.isOwn(program.steps().get(5).output())).isFalse();
        assertThat(Stages.of(program, 1).isOwn(program.inputs().get(0))).isFalse();
    }
}
