package io.grainflow;

import java.util.function.Supplier;

/**
 * Native memory that is freed once: by closing, or by the last call that was going on when it was closed. Nobody waits, so that closing is safe
 * from any thread, also from a monitor that a call is telling something.
 */
final class OpenModel {
    private final String type;
    private final Runnable free;
    private int calls;
    private boolean closed;

    /**
     * A model that is open.
     *
     * @param type of the model, for messages
     * @param free frees its native memory
     */
    OpenModel(String type, Runnable free) {
        this.type = type;
        this.free = free;
    }

    /**
     * Makes a call that needs the model.
     *
     * @throws IllegalStateException if the model is closed
     */
    <R> R call(Supplier<R> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** Refuses further calls. Frees the memory now, or when the last call ends. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (calls > 0) {
                return;
            }
        }
        free.run();
    }

    private synchronized void begin() {
        if (closed) {
            throw new IllegalStateException(type + " expects to be open, got a call after close");
        }
        calls++;
    }

    private void end() {
        synchronized (this) {
            calls--;
            if (!closed || calls > 0) {
                return;
            }
        }
        free.run();
    }
}
