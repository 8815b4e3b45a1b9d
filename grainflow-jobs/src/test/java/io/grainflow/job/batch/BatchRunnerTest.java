package io.grainflow.job.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Failure;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items in order or several at a time, and the effect of a bad item on the others. */
@Timeout(60)
final class BatchRunnerTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 12).boxed().toList();

    private static String name(Integer item) {
        return "image" + item + ".png";
    }

    private static ComputeOptions threads(int count) {
        return ComputeOptions.defaults().threads(count);
    }

    /** Remembers what happened, and asks to stop after so many steps. */
    private static final class Watch implements Monitor {
        private final List<Event> events = new ArrayList<>();
        private final int stopAfter;

        Watch(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void on(Event event) {
            events.add(event);
        }

        @Override
        public boolean cancelled() {
            return advances().size() >= stopAfter;
        }

        List<Long> advances() {
            return events.stream()
                    .filter(Event.Advanced.class::isInstance)
                    .map(event -> ((Event.Advanced) event).done())
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void resultsAndEventsComeInTheOrderOfTheItems(int workers) {
        Watch watch = new Watch(Integer.MAX_VALUE);
        BatchRunner<Integer> run = BatchRunner.together(
                "square", ITEMS, BatchRunnerTest::name, watch, threads(workers), item -> item * item);
        assertThat(run.done())
                .containsExactlyElementsOf(ITEMS.stream().map(i -> i * i).toList());
        assertThat(run.failures()).isEmpty();
        assertThat(watch.events.get(0)).isEqualTo(new Event.Started("square", 12, "images"));
        assertThat(watch.advances())
                .containsExactlyElementsOf(ITEMS.stream().map(i -> i + 1L).toList());
        assertThat(watch.events.get(13)).isEqualTo(new Event.Finished("square"));
        assertThat(watch.events).hasSize(14);
    }

    @Test
    void severalItemsAreWorkedOnAtATime() {
        assumeTrue(Runtime.getRuntime().maxMemory() >= 2L << 30, "two workers need 2 GB");
        CountDownLatch both = new CountDownLatch(2);
        BatchRunner<Boolean> run = BatchRunner.together(
                "meet", List.of(0, 1), BatchRunnerTest::name, Monitor.silent(), threads(2), item -> {
                    both.countDown();
                    return met(both);
                });
        assertThat(run.done()).containsExactly(true, true);
    }

    private static boolean met(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBadItemIsNamedAndTheOthersAreDone(int workers) {
        Watch watch = new Watch(Integer.MAX_VALUE);
        BatchRunner<Integer> run =
                BatchRunner.together("read", ITEMS, BatchRunnerTest::name, watch, threads(workers), item -> {
                    if (item == 3) {
                        throw new InputException("image3.png", "is damaged", "copy it again");
                    }
                    if (item == 7) {
                        throw new InputException("noise", "is unknown", "measure it");
                    }
                    return item;
                });
        assertThat(run.done()).containsExactly(0, 1, 2, 4, 5, 6, 8, 9, 10, 11);
        assertThat(run.failures())
                .containsExactly(
                        new Failure("image3.png", "image3.png: is damaged; copy it again"),
                        new Failure("image7.png", "image7.png: noise: is unknown; measure it"));
        assertThat(watch.events).contains(new Event.Failed("image3.png", "image3.png: is damaged; copy it again"));
        assertThat(watch.advances()).hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsNoFaultOfTheItemEndsTheWork(int workers) {
        IllegalStateException fault = new IllegalStateException("a fault of the program");
        assertThatThrownBy(() -> BatchRunner.together(
                        "read", ITEMS, BatchRunnerTest::name, Monitor.silent(), threads(workers), item -> {
                            if (item == 2) {
                                throw fault;
                            }
                            return item;
                        }))
                .isSameAs(fault);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aMonitorStopsBetweenItems(int workers) {
        Watch watch = new Watch(4);
        List<Integer> taken = new ArrayList<>();
        assertThatThrownBy(() -> BatchRunner.each(
                        "read", ITEMS, BatchRunnerTest::name, watch, threads(workers), item -> item, taken::add))
                .isInstanceOf(CancelledException.class)
                .hasMessage("read stopped after 4 of 12 images; what is written is whole");
        assertThat(taken).containsExactly(0, 1, 2, 3);
    }

    @Test
    void interruptionCancelsAndStays() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> BatchRunner.together(
                        "read", ITEMS, BatchRunnerTest::name, Monitor.silent(), threads(2), item -> item))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void partsAdvanceWithinAnItem() {
        Watch watch = new Watch(Integer.MAX_VALUE);
        BatchRunner<String> run = BatchRunner.inTurn(
                "denoise", List.of(1, 3), BatchRunnerTest::name, item -> item, watch, (item, progress) -> {
                    for (int part = 1; part <= item; part++) {
                        progress.accept(part);
                    }
                    return name(item);
                });
        assertThat(run.done()).containsExactly("image1.png", "image3.png");
        assertThat(watch.events.get(0)).isEqualTo(new Event.Started("denoise", 4, "parts of images"));
        assertThat(watch.advances()).containsExactly(1L, 1L, 2L, 3L, 4L, 4L);
    }

    @Test
    void inTurnWorksInTheCallingThread() {
        Thread caller = Thread.currentThread();
        AtomicInteger seen = new AtomicInteger();
        BatchRunner.inTurn("read", ITEMS, BatchRunnerTest::name, Monitor.silent(), item -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            return seen.incrementAndGet();
        });
        assertThat(seen).hasValue(12);
    }
}
