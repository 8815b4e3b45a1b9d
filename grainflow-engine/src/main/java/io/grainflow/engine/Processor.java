package io.grainflow.engine;

/**
 * Marks worker threads. Where several workers share the processor, each computes single-threaded, whatever number of threads a plan was made
 * with.
 */
public final class Processor {
    private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

    private Processor() {}

    /** The body of a worker thread, marked while it runs. */
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

    /** Number of processors: how many threads models use by default. */
    public static int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** How many of its threads a plan may use when it is called from this thread. */
    static int allowed(int threads) {
        return ALONE.get() ? 1 : threads;
    }
}
