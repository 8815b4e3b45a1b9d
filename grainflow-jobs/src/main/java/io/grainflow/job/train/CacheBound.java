package io.grainflow.job.train;

import java.util.OptionalLong;

/** How much memory decoded images may take. */
final class CacheBound {
    private static final long MEGABYTE = 1L << 20;

    private CacheBound() {}

    /** As asked for, else half of the Java heap: a quarter of the machine's memory as the launcher starts it. */
    static long bytes(OptionalLong megabytes) {
        return megabytes.isPresent()
                ? megabytes.getAsLong() * MEGABYTE
                : Runtime.getRuntime().maxMemory() / 2;
    }
}
