package io.grainflow.engine;

/**
 * Marks worker threads. Where several workers share the processor, each computes with one thread, whatever number of threads its plan was
 * compiled for.
 */
public final class Processor {
    private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

    private Processor() {}

    /** Wraps the body of a worker thread: the thread is marked while it runs. */
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
