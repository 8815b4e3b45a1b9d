package io.grainflow.dataset;

import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A bounded LRU cache of decoded pairs. Threads that request the same pair at the same time share one decoding. Failures are not cached: a
 * pair that cannot be read fails again at the next request.
 */
public final class PairCache {
    private static final long BYTES_PER_VALUE = 4;

    private final long maxBytes;
    private final Map<PairEntry, NoisyPair> decoded = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<PairEntry, CompletableFuture<NoisyPair>> inFlight = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param maxBytes limit of the cached pixels in bytes, without pairs that are being decoded; a larger pair is returned but not cached
     */
    public PairCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("PairCache expects a bound of at least 0 bytes, got " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /** The entry's pair, from the cache or by {@link PairEntry#load}. */
    public NoisyPair load(PairEntry entry) {
        CompletableFuture<NoisyPair> pending;
        boolean mine = false;
        synchronized (this) {
            NoisyPair kept = decoded.get(entry);
            if (kept != null) {
                return kept;
            }
            CompletableFuture<NoisyPair> other = inFlight.get(entry);
            mine = other == null;
            pending = other == null ? new CompletableFuture<>() : other;
            if (mine) {
                inFlight.put(entry, pending);
            }
        }
        return mine ? decode(entry, pending) : await(pending);
    }

    /** Size of the cached pixels in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    private NoisyPair decode(PairEntry entry, CompletableFuture<NoisyPair> pending) {
        try {
            NoisyPair pair = entry.load();
            synchronized (this) {
                inFlight.remove(entry);
                keep(entry, pair);
            }
            pending.complete(pair);
            return pair;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                inFlight.remove(entry);
            }
            pending.completeExceptionally(e);
            throw e;
        }
    }

    private static NoisyPair await(CompletableFuture<NoisyPair> pending) {
        try {
            return pending.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void keep(PairEntry entry, NoisyPair pair) {
        long size = size(pair);
        if (size > maxBytes) {
            return;
        }
        decoded.put(entry, pair);
        bytes += size;
        var oldest = decoded.entrySet().iterator();
        while (bytes > maxBytes) {
            bytes -= size(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long size(NoisyPair pair) {
        return BYTES_PER_VALUE * ((long) pair.clean().size() + pair.noisy().size());
    }
}
