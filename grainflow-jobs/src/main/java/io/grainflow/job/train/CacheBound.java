package io.grainflow.job.train;

import java.util.OptionalLong;

/** Memory limit of decoded images. */
final class CacheBound {
    private static final long MEGABYTE = 1L << 20;

    private CacheBound() {}

    /** The requested limit, else half of the Java heap, which is a quarter of the machine's memory as the launcher starts it. */
    static long bytes(OptionalLong megabytes) {
        return megabytes.isPresent()
                ? megabytes.getAsLong() * MEGABYTE
                : Runtime.getRuntime().maxMemory() / 2;
    }
}
