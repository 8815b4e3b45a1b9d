package io.grainflow.mri;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** A set of frequencies of a {@link Spectrum} of odd height and width; it contains -k whenever it contains k. Immutable. */
public final class FrequencyMask {
    private final int size;
    private final BitSet kept;

    private FrequencyMask(int size, BitSet kept) {
        this.size = size;
        this.kept = kept;
    }

    /**
     * The mask of frequencies k for which both k and -k are chosen.
     *
     * @param size number of frequencies, odd, the zero frequency in the middle
     */
    public static FrequencyMask both(int size, IntPredicate chosen) {
        BitSet kept = new BitSet(size);
        for (int i = 0; i <= size / 2; i++) {
            if (chosen.test(i) && chosen.test(size - 1 - i)) {
                kept.set(i);
                kept.set(size - 1 - i);
            }
        }
        return new FrequencyMask(size, kept);
    }

    /** Whether the mask contains a frequency. */
    public boolean keeps(int frequency) {
        return kept.get(frequency);
    }

    /** Share of all frequencies that the mask contains. */
    public double share() {
        return (double) kept.cardinality() / size;
    }
}
