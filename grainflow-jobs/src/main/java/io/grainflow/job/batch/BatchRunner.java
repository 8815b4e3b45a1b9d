package io.grainflow.job.batch;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.engine.Processor;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Failure;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Processes items in order or several at a time, with one rule for bad items: an item that fails is reported
 * by name, and the others are processed.
 *
 * @param done results of the items that succeeded, in the order of the items
 * @param failures the items that failed
 */
public record BatchRunner<R>(List<R> done, List<Failure> failures) {
    private static final long BYTES_PER_WORKER = 1L << 30;

    public BatchRunner {
        done = List.copyOf(done);
        failures = List.copyOf(failures);
    }

    /** The work on one item. */
    public interface Work<I, R> {
        R apply(I item);
    }

    /** The work on one item that consists of parts. */
    public interface PartWork<I, R> {
        /**
         * Does the work.
         *
         * @param progress receives the number of finished parts of the item
         */
        R apply(I item, IntConsumer progress);
    }

    /** Like the method above, with progress within items of several parts. Work that throws ends its item. */
    public static <I, R> BatchRunner<R> inTurn(
            String task,
            List<I> items,
            Function<I, String> name,
            ToIntFunction<I> parts,
            Monitor monitor,
            PartWork<I, R> work) {
        List<R> done = new ArrayList<>();
        AtomicLong before = new AtomicLong();
        return new BatchRunner<>(
                done,
                run(
                        task,
                        items,
                        name,
                        parts,
                        monitor,
                        item -> {
                            long start = before.getAndAdd(parts.applyAsInt(item));
                            return work.apply(
                                    item, count -> monitor.on(new Event.Advanced(task, start + count, Map.of())));
                        },
                        1,
                        done::add));
    }

    /** Processes items one after another, for work that uses all processors itself. */
    public static <I, R> BatchRunner<R> inTurn(
            String task, List<I> items, Function<I, String> name, Monitor monitor, Work<I, R> work) {
        List<R> done = new ArrayList<>();
        return new BatchRunner<>(done, run(task, items, name, item -> 1, monitor, work, 1, done::add));
    }

    /** Processes several items at a time, as processors and memory allow, for work that uses one processor. */
    public static <I, R> BatchRunner<R> together(
            String task,
            List<I> items,
            Function<I, String> name,
            Monitor monitor,
            ComputeOptions engine,
            Work<I, R> work) {
        List<R> done = new ArrayList<>();
        return new BatchRunner<>(done, each(task, items, name, monitor, engine, work, done::add));
    }

    /** As {@link #together}, but passes on each result in the order of the items instead of collecting the results. */
    public static <I, R> List<Failure> each(
            String task,
            List<I> items,
            Function<I, String> name,
            Monitor monitor,
            ComputeOptions engine,
            Work<I, R> work,
            Consumer<R> sink) {
        long byMemory = Math.max(1, Runtime.getRuntime().maxMemory() / BYTES_PER_WORKER);
        return run(task, items, name, item -> 1, monitor, work, (int) Math.min(engine.threads(), byMemory), sink);
    }

    private static <I, R> List<Failure> run(
            String task,
            List<I> items,
            Function<I, String> name,
            ToIntFunction<I> parts,
            Monitor monitor,
            Work<I, R> work,
            int workers,
            Consumer<R> sink) {
        long total = items.stream().mapToLong(parts::applyAsInt).sum();
        monitor.on(new Event.Started(task, total, total == items.size() ? "images" : "parts of images"));
        long done = 0;
        List<Failure> failures = new ArrayList<>();
        try (Workers pool = new Workers(workers)) {
            Deque<Future<R>> ahead = new ArrayDeque<>();
            int next = 0;
            for (int i = 0; i < items.size(); i++) {
                if (monitor.cancelled()) {
                    throw new CancelledException(
                            task + " stopped after " + i + " of " + items.size() + " images; what is written is whole");
                }
                while (next < items.size() && ahead.size() < workers) {
                    I item = items.get(next++);
                    ahead.add(pool.submit(() -> work.apply(item)));
                }
                collect(ahead.remove(), name.apply(items.get(i)), sink, failures, monitor);
                done += parts.applyAsInt(items.get(i));
                monitor.on(new Event.Advanced(task, done, Map.of()));
            }
        }
        monitor.on(new Event.Finished(task));
        return failures;
    }

    private static <R> void collect(
            Future<R> future, String name, Consumer<R> sink, List<Failure> failures, Monitor monitor) {
        try {
            sink.accept(WorkerPool.result(future));
        } catch (InputException problem) {
            report(name, problem, failures, monitor);
        }
    }

    private static void report(String name, InputException problem, List<Failure> failures, Monitor monitor) {
        String reason = String.valueOf(problem.getMessage());
        String named = reason.contains(name) ? reason : name + ": " + reason;
        failures.add(new Failure(name, named));
        monitor.on(new Event.Failed(name, named));
    }

    /** The threads. A single worker uses the caller's thread, because the native library has a thread count per calling thread. */
    private static final class Workers implements AutoCloseable {
        private final @Nullable WorkerPool pool;

        Workers(int count) {
            pool = count == 1 ? null : new WorkerPool("items", count, Processor::worker);
        }

        <R> Future<R> submit(Callable<R> work) {
            if (pool != null) {
                return pool.submit(work);
            }
            FutureTask<R> task = new FutureTask<>(work);
            task.run();
            return task;
        }

        @Override
        public void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }
}
