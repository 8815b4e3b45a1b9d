package io.grainflow.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests order, failure, interruption, and that no thread is left running. */
@Timeout(60)
final class WorkerPoolTest {
    private static final String NAME = "worker-pool-test";

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads()) {
            // a thread that has left the pool needs a moment to end
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .toList();
    }

    @Test
    void resultsComeInTheOrderOfTheTasks() {
        CountDownLatch secondIsDone = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            assertThat(secondIsDone.await(30, TimeUnit.SECONDS)).isTrue();
            return 0;
        });
        tasks.add(() -> {
            secondIsDone.countDown();
            return 1;
        });
        IntStream.range(2, 100).forEach(i -> tasks.add(() -> i));
        Thread caller = Thread.currentThread();
        try (WorkerPool pool = new WorkerPool(NAME, 3)) {
            pool.inOrder(tasks, 7, result -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                taken.add(result);
            });
        }
        assertThat(taken)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void noMoreTasksThanAskedForAreAhead() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tasks.add(() -> {
                most.accumulateAndGet(begun.incrementAndGet() - taken.get(), Math::max);
                return 1;
            });
        }
        try (WorkerPool pool = new WorkerPool(NAME, 2)) {
            pool.inOrder(tasks, 4, result -> taken.incrementAndGet());
        }
        assertThat(most.get()).isBetween(1, 5);
        assertThat(taken).hasValue(60);
    }

    @Test
    void tasksRunAtTheSameTimeInThreadsOfTheName() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(() -> {
                meeting.await(30, TimeUnit.SECONDS);
                return Thread.currentThread().getName() + Thread.currentThread().isDaemon();
            });
        }
        List<String> names = new ArrayList<>();
        AtomicInteger prepared = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool(NAME, 3, body -> () -> {
            prepared.incrementAndGet();
            body.run();
        })) {
            pool.inOrder(tasks, 3, names::add);
        }
        assertThat(names).containsOnly(NAME + "true").hasSize(3);
        assertThat(prepared).hasValue(3);
    }

    @Test
    void theFirstFailureInOrderIsThrownAsItIsAndTheRestIsDropped() {
        InputException problem = new InputException("a.png", "is damaged", "copy it again");
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        List<Integer> taken = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(1);
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> 0);
        tasks.add(() -> {
            waiting.await();
            throw problem;
        });
        tasks.add(() -> {
            waiting.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            throw new IllegalStateException("second");
        });
        for (int i = 0; i < 20; i++) {
            tasks.add(begun::incrementAndGet);
        }
        assertThatThrownBy(() -> {
                    try (WorkerPool pool = new WorkerPool(NAME, 2)) {
                        pool.inOrder(tasks, 3, taken::add);
                    }
                })
                .isSameAs(problem);
        assertThat(taken).containsExactly(0);
        assertThat(interrupted).isTrue();
        assertThat(begun.get()).isLessThan(20);
    }

    @Test
    void errorsStayErrorsAndCheckedExceptionsBecomeUnchecked() {
        try (WorkerPool pool = new WorkerPool(NAME, 1)) {
            OutOfMemoryError full = new OutOfMemoryError("as if");
            assertThatThrownBy(() -> WorkerPool.result(pool.submit(() -> {
                        throw full;
                    })))
                    .isSameAs(full);
            IOException lost = new IOException("lost");
            assertThatThrownBy(() -> WorkerPool.result(pool.submit(() -> {
                        throw lost;
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(lost);
        }
    }

    @Test
    void anInterruptedCallerKeepsItsStateAndLeavesNothingRunning() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean state = new AtomicBoolean();
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try (WorkerPool pool = new WorkerPool(NAME, 2)) {
                pool.inOrder(
                        List.<Callable<Integer>>of(() -> {
                            begun.countDown();
                            never.await();
                            return 0;
                        }),
                        2,
                        result -> {});
            } catch (CancellationException e) {
                thrown.add(e);
            }
            state.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown).singleElement().isInstanceOf(CancellationException.class);
        assertThat(state).isTrue();
    }

    /** When close() returns, running tasks have ended, even those that ignore interruption. */
    @Test
    void closingWaitsForWhatIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Future<Integer> task;
        try (WorkerPool pool = new WorkerPool(NAME, 1)) {
            task = pool.submit(() -> {
                begun.countDown();
                long until = System.nanoTime() + 200_000_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                ended.set(true);
                return 0;
            });
            begun.await();
        }
        assertThat(ended).isTrue();
        assertThat(task).isDone();
    }
}
