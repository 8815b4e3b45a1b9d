package io.grainflow.random;

import java.util.SplittableRandom;

/**
 * The source of all randomness. {@code child} derives independent streams by purpose or index, so that results do not depend on the order
 * or the grouping of the work.
 */
public record Seed(long value) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The stream for a purpose, such as "shuffle". */
    public Seed child(String purpose) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001B3L;
        }
        return new Seed(mix(mix(value + GOLDEN) ^ hash));
    }

    /** The stream of the index-th item. */
    public Seed child(long index) {
        return new Seed(mix(mix(value ^ 0x5851F42D4C957F2DL) + GOLDEN * (index + 1)));
    }

    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
