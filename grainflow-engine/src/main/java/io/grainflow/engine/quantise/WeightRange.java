package io.grainflow.engine.quantise;

/** The range of integers that 8-bit weights are rounded to. It depends on how the processor adds products. */
public enum WeightRange {
    /** -63 to 63: sums of two products with unsigned values fit into 16 bits, which processors without VNNI add them in. */
    SEVEN_BITS,
    /** -127 to 127: products are added in 32 bits. */
    EIGHT_BITS;

    private static final int FULL = 127;
    private static final int HALF = 63;

    /**
     * The largest weight as an integer.
     *
     * @param signed whether the values that weights multiply are signed: the library then halves the weights itself where it must
     */
    public int largest(boolean signed) {
        return signed || this == EIGHT_BITS ? FULL : HALF;
    }
}
