package io.grainflow.mri;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Some frequencies of a {@link Spectrum} of odd height and width, always k and -k together. Immutable. */
public final class FrequencyMask {
    private final int size;
    private final BitSet kept;

    private FrequencyMask(int size, BitSet kept) {
        this.size = size;
        this.kept = kept;
    }

    /**
     * The frequencies that are chosen and whose opposite is chosen, too: a mask and itself turned by 180 degrees.
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

    /** Whether a frequency is among them. */
    public boolean keeps(int frequency) {
        return kept.get(frequency);
    }

    /** Which share of all frequencies they are. */
    public double share() {
        return (double) kept.cardinality() / size;
    }
}
