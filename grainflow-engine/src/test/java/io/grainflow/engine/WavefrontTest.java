package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.engine.program.Fusion;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Stages;
import io.grainflow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers give the same result as one. */
@Tag("processor")
final class WavefrontTest {
    private static final int HEIGHT = 600;
    private static final int WIDTH = 8;

    @ParameterizedTest
    @MethodSource("io.grainflow.engine.PlanTest#graphs")
    void anyNumberOfThreads(Graph graph) {
        int height = HEIGHT / graph.block() * graph.block();
        int width = WIDTH * graph.block();
        Map<String, float[]> inputs = Graphs.inputs(graph, height, width);
        List<float[]> alone = run(graph, 1, height, width, inputs);
        for (int threads : new int[] {2, 3, 8}) {
            List<float[]> together = run(graph, threads, height, width, inputs);
            for (int output = 0; output < alone.size(); output++) {
                assertThat(together.get(output)).containsExactly(alone.get(output), within(1e-4f));
            }
        }
    }

    private static List<float[]> run(Graph graph, int threads, int height, int width, Map<String, float[]> inputs) {
        try (Plan plan = Plan.of(graph, threads)) {
            return Windows.run(plan, graph, height, width, inputs);
        }
    }

    /** Plans of one and of two threads that work at the same time give what each gives alone, bit by bit. */
    @Test
    void plansDoNotChangeEachOther() throws Exception {
        Graph graph = Graphs.residual(3, 16, 9);
        Map<String, float[]> inputs = Graphs.inputs(graph, HEIGHT, WIDTH);
        List<float[]> alone = IntStream.of(1, 2)
                .mapToObj(count -> run(graph, count, HEIGHT, WIDTH, inputs).get(0))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (Plan one = Plan.of(graph, 1);
                Plan two = Plan.of(graph, 2)) {
            List<Callable<float[]>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Plan plan = i % 2 == 0 ? one : two;
                work.add(() -> Windows.run(plan, graph, HEIGHT, WIDTH, inputs).get(0));
            }
            List<Future<float[]>> done = pool.invokeAll(work);
            for (int i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(alone.get(i % 2));
            }
        } finally {
            pool.shutdown();
        }
    }

    /** A worker among others computes alone, whatever the plan's number of threads. */
    @Test
    void workersAmongOthersComputeAlone() throws Exception {
        Graph graph = Graphs.residual(3, 16, 9);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Plan plan = Plan.of(graph, 4)) {
            Thread worker = new Thread(Processor.worker(() -> plan.run(
                    HEIGHT,
                    WIDTH,
                    (input, from, rows, values) -> threads.add(Thread.currentThread()),
                    (output, from, rows, values) -> threads.add(Thread.currentThread()))));
            worker.start();
            worker.join();
            assertThat(threads).containsExactly(worker);
        }
    }

    @Test
    void alwaysTheSame() {
        Graph graph = Graphs.residual(3, 16, 9);
        Map<String, float[]> inputs = Graphs.inputs(graph, HEIGHT, WIDTH);
        try (Plan plan = Plan.of(graph, 4)) {
            float[] expected = Windows.run(plan, graph, HEIGHT, WIDTH, inputs).get(0);
            // border kernels are made in the second run
            Windows.run(plan, graph, HEIGHT, WIDTH, inputs);
            long before = Pointer.totalCount();
            for (int i = 0; i < 100; i++) {
                assertThat(Windows.run(plan, graph, HEIGHT, WIDTH, inputs).get(0))
                        .isEqualTo(expected);
            }
            assertThat(plan.idleContexts()).isEqualTo(1);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void rowsComeAndGoInOrder() {
        Graph graph = Graphs.residual(3, 16, 9);
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Plan plan = Plan.of(graph, 4)) {
            plan.run(
                    HEIGHT,
                    WIDTH,
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
        try (Plan plan = Plan.of(graph, 4)) {
            assertThatThrownBy(() -> plan.run(
                            HEIGHT,
                            WIDTH,
                            (input, from, rows, values) -> {
                                if (from + rows > row) {
                                    throw new IllegalStateException("no row " + row);
                                }
                            },
                            (output, from, rows, values) -> {}))
                    .hasMessage("no row " + row);
            assertThatThrownBy(() ->
                            plan.run(HEIGHT, WIDTH, (input, from, rows, values) -> {}, (output, from, rows, values) -> {
                                if (from + rows > row) {
                                    throw new OutOfMemoryError("no room for row " + row);
                                }
                            }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(plan.idleContexts()).isZero();
            float[] expected = run(graph, 1, HEIGHT, WIDTH, inputs).get(0);
            assertThat(Windows.run(plan, graph, HEIGHT, WIDTH, inputs).get(0)).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void workersNeedMemory() {
        Graph graph = Graphs.residual(3, 16, 9);
        try (Plan eight = Plan.of(graph, 8);
                Plan one = Plan.of(graph, 1)) {
            assertThat(eight.bytes(512)).isGreaterThan(one.bytes(512));
        }
    }

    /** Slots that are read soon share one buffer. For those that are read much later, every worker has its own. */
    @Test
    void sharesWhatIsReadSoon() {
        Program program = Fusion.of(Graphs.residual(3, 16, 20));
        Stages stages = Stages.of(program, 2);
        assertThat(stages.isOwn(program.inputs().get(0))).isTrue();
        assertThat(stages.isOwn(program.steps().get(5).output())).isFalse();
        assertThat(Stages.of(program, 1).isOwn(program.inputs().get(0))).isFalse();
    }
}
