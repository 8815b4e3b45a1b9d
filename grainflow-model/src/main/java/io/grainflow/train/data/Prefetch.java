package io.grainflow.train.data;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.engine.Processor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** Computes the next batches in advance on background threads. For use by a single thread. */
public final class Prefetch<B> implements AutoCloseable {
    private final Batches<B> batches;
    private final WorkerPool threads;
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
        this.threads = new WorkerPool("grainflow-batches", count, Processor::worker);
        for (int i = 0; i < 2 * count + 2; i++) {
            request();
        }
    }

    /**
     * The next batch; waits if it is not ready. Exceptions of background threads are thrown here.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public B take() {
        request();
        return WorkerPool.result(ready.remove());
    }

    private void request() {
        if (next < end) {
            long step = next++;
            ready.add(threads.submit(() -> batches.at(step)));
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
