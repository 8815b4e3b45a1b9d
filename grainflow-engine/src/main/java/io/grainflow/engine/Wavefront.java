package io.grainflow.engine;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How far the workers of one run are, and whether one of them failed. */
final class Wavefront {
    /** Entries in between, so that workers write to cache lines of their own. */
    private static final int APART = 16;

    /** Looks before a waiting worker sleeps: some tens of microseconds. */
    private static final int LOOKS = 2000;

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

    /** Says that so many stages of a band are done. */
    void done(int band, int count) {
        done.setRelease(band % workers * APART, (long) band * stages + count);
    }

    /**
     * Waits until so many stages of a band are done.
     *
     * @return false if a worker failed
     */
    boolean await(int band, int count) {
        int worker = band % workers * APART;
        long wanted = (long) band * stages + count;
        for (int look = 0; done.getAcquire(worker) < wanted; look++) {
            if (failed()) {
                return false;
            }
            if (look < LOOKS) {
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

    /** Keeps what the first worker failed of; the others stop soon. */
    void fail(Throwable problem) {
        failure.compareAndSet(null, problem);
    }

    /** Throws what a worker failed of. */
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
