package io.grainflow.train.data;

import io.grainflow.engine.Processor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps the next batches ready on background threads. Used by one thread. */
public final class Prefetch<B> implements AutoCloseable {
    private final Batches<B> batches;
    private final ExecutorService threads;
    private final Deque<Future<B>> ready = new ArrayDeque<>();
    private final long end;
    private long next;

    /**
     * @param first number of the first batch
     * @param end number after the last
     * @param count threads
     */
    public Prefetch(Batches<B> batches, long first, long end, int count) {
        this.batches = batches;
        this.next = first;
        this.end = end;
        this.threads = Executors.newFixedThreadPool(count, body -> {
            Thread thread = new Thread(Processor.worker(body), "grainflow-batches");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < 2 * count + 2; i++) {
            request();
        }
    }

    /** The next batch; waits only if it is not ready. What failed in the background fails here. */
    public B take() {
        request();
        try {
            return ready.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a batch could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
    }

    private void request() {
        if (next < end) {
            long step = next++;
            ready.add(threads.submit(() -> batches.at(step)));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
