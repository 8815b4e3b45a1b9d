package io.grainflow.engine;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Progress of the workers of one run, and the first failure. */
final class Wavefront {
    /** Entries per worker, so that each writes to a cache line of its own. */
    private static final int APART = 16;

    /** How often a waiting worker checks before it sleeps: some tens of microseconds. */
    private static final int CHECKS = 2000;

    private static final long NAP_NANOSECONDS = 20_000;

    private final int stages;
    private final int workers;
    private final AtomicLongArray done;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Wavefront(int stages, int workers) {
        this.stages = stages;
        this.workers = workers;
        this.done = new AtomicLongArray(workers * APART);
    }

    /** Publishes the number of finished stages of a band. */
    void done(int band, int count) {
        done.setRelease(band % workers * APART, (long) band * stages + count);
    }

    /**
     * Waits until at least a given number of stages of a band are finished.
     *
     * @return false if a worker failed
     */
    boolean await(int band, int count) {
        int worker = band % workers * APART;
        long wanted = (long) band * stages + count;
        for (int check = 0; done.getAcquire(worker) < wanted; check++) {
            if (failed()) {
                return false;
            }
            if (check < CHECKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(NAP_NANOSECONDS);
            }
        }
        return !failed();
    }

    boolean failed() {
        return failure.get() != null;
    }

    /** Keeps the first failure; the other workers stop at their next check. */
    void fail(Throwable problem) {
        failure.compareAndSet(null, problem);
    }

    /** Throws the first failure, if there is one. */
    void rethrow() {
        Throwable problem = failure.get();
        if (problem instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (problem instanceof Error error) {
            throw error;
        }
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
    }
}
