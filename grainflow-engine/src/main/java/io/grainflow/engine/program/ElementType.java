package io.grainflow.engine.program;

/** How a number is stored. */
public enum ElementType {
    F32(4),
    BF16(2),
    U8(1),
    S8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    public boolean quantised() {
        return this == U8 || this == S8;
    }
}
