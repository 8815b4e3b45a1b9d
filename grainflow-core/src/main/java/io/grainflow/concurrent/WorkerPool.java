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
 * Named daemon threads for tasks whose results are taken in the order of submission. One rule for all: the first failure that is met is
 * thrown as it is, and closing cancels the rest; a caller that is interrupted keeps its interrupted state and gets a {@link
 * CancellationException}; after closing no thread is left.
 */
public final class WorkerPool implements AutoCloseable {
    private final String name;
    private final ExecutorService threads;

    /**
     * Threads that begin when there is work for them.
     *
     * @param name of the threads
     * @param count at least 1
     */
    public WorkerPool(String name, int count) {
        this(name, count, body -> body);
    }

    /**
     * Threads that prepare themselves.
     *
     * @param around makes of a thread's body one that sets up what the thread needs
     */
    public WorkerPool(String name, int count, UnaryOperator<Runnable> around) {
        this.name = name;
        this.threads = Executors.newFixedThreadPool(count, body -> {
            Thread thread = new Thread(around.apply(body), name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Hands a task to the threads; {@link #result} waits for it. */
    public <R> Future<R> submit(Callable<R> task) {
        return threads.submit(task);
    }

    /**
     * Runs tasks and hands each result on, in the order of the tasks, in the calling thread.
     *
     * @param ahead how many tasks may be under way or wait for their turn, at least 1
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
     * @throws CancellationException if the calling thread is interrupted meanwhile, which stays so, or the task was cancelled
     */
    public static <R> R result(Future<R> future) {
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
     * Called now and then by tasks that take long, so that closing does not wait for their end.
     *
     * @throws CancellationException in a thread that was interrupted
     */
    public static void checkpoint() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    /** A task's failure as it was thrown; one that would have to be declared inside an {@link IllegalStateException}. */
    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException problem ? problem : new IllegalStateException(failure);
    }

    /** Drops what has not begun, interrupts what has, and waits for its end: tasks use what their caller frees next. */
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
