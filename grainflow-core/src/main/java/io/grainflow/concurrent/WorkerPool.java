package io.grainflow.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of named daemon threads. Results are taken in the order of submission. The first failure is rethrown unchanged, and
 * closing the pool cancels the remaining tasks. A caller that is interrupted keeps its interrupt status and gets a {@link
 * CancellationException}. No thread of the pool is alive after {@link #close}.
 */
public final class WorkerPool implements AutoCloseable {
    private final String name;
    private final ExecutorService threads;

    /**
     * A pool whose threads start on demand.
     *
     * @param name of the threads
     * @param count at least 1
     */
    public WorkerPool(String name, int count) {
        this(name, count, body -> body);
    }

    /**
     * A pool whose threads need some setup.
     *
     * @param around wraps the body of each thread, to set up what the thread needs
     */
    public WorkerPool(String name, int count, UnaryOperator<Runnable> around) {
        this.name = name;
        this.threads = Executors.newFixedThreadPool(count, body -> {
            Thread thread = new Thread(around.apply(body), name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Submits a task; {@link #result} waits for its result. */
    public <R> Future<R> submit(Callable<R> task) {
        return threads.submit(task);
    }

    /**
     * Runs tasks and passes each result to the sink, in the order of the tasks and in the calling thread.
     *
     * @param ahead greatest number of tasks that are running or whose results wait to be taken, at least 1
     * @throws CancellationException if the calling thread is interrupted
     */
    public <R> void inOrder(Iterable<? extends Callable<R>> tasks, int ahead, Consumer<? super R> sink) {
        Deque<Future<R>> pending = new ArrayDeque<>();
        for (Callable<R> task : tasks) {
            if (pending.size() == ahead) {
                sink.accept(result(pending.remove()));
            }
            pending.add(submit(task));
        }
        while (!pending.isEmpty()) {
            sink.accept(result(pending.remove()));
        }
    }

    /**
     * Waits for a result.
     *
     * @throws CancellationException if the calling thread is interrupted while it waits (its interrupt status stays set), or if the task
     * was cancelled
     */
    public static <R> R result(Future<R> future) {
        // a result that is there already would hide the interruption
        checkpoint();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /**
     * Long tasks call this regularly, so that closing the pool does not have to wait until they end.
     *
     * @throws CancellationException if the current thread was interrupted
     */
    public static void checkpoint() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    /** The failure of a task as it was thrown; a checked exception is wrapped in an {@link IllegalStateException}. */
    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException problem ? problem : new IllegalStateException(failure);
    }

    /** Drops waiting tasks, interrupts running ones and waits for them to end, because tasks use resources that the caller frees next. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "WorkerPool " + name;
    }
}
