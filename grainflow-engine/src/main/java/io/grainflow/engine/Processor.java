package io.grainflow.engine;

/** What plans may use of this machine. */
public final class Processor {
    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    private Processor() {}

    /** How many threads one call computes with where nothing else is said; one per processor unless set. */
    public static int threads() {
        return threads;
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
