package io.grainflow.engine;

/** What plans may use of this machine. */
public final class Processor {
    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    /** Set in threads that are workers among others. */
    private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

    private Processor() {}

    /** A body of a worker thread: where several work at a time, each computes alone. */
    public static Runnable worker(Runnable body) {
        return () -> {
            ALONE.set(true);
            try {
                body.run();
            } finally {
                ALONE.remove();
            }
        };
    }

    /** How many threads one call computes with where nothing else is said; one per processor unless set. */
    public static int threads() {
        return ALONE.get() ? 1 : threads;
    }

    /**
     * Bounds them.
     *
     * @param count at least 1
     */
    public static void setThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Processor expects at least one thread, got " + count);
        }
        threads = count;
    }
}
