package io.grainflow.engine;

/** Marks threads that are workers among others: what each of them computes, it computes alone, whatever number of threads a plan was made with. */
public final class Processor {
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

    /** One processor per thread: what models compute with unless they are told. */
    public static int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** With how many of its threads a plan computes in the calling thread. */
    static int allowed(int threads) {
        return ALONE.get() ? 1 : threads;
    }
}
