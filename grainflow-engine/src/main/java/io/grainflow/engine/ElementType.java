package io.grainflow.engine;

/** How a number is stored. */
enum ElementType {
    F32(4),
    BF16(2),
    U8(1),
    S8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    boolean quantised() {
        return this == U8 || this == S8;
    }
}
