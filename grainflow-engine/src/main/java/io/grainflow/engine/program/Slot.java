package io.grainflow.engine.program;

import io.grainflow.graph.Extent;

/**
 * How a value is stored.
 *
 * @param value index of the graph's value
 * @param scale value of one step of an 8-bit integer; 1 for other types
 */
public record Slot(int value, Extent extent, ElementType type, double scale) {
    static Slot of(int value, Extent extent) {
        return new Slot(value, extent, ElementType.F32, 1);
    }

    public int channels() {
        return extent.channels();
    }

    public int halvings() {
        return extent.halvings();
    }

    /** Bytes of one position. */
    public long bytes() {
        return (long) channels() * type.bytes();
    }

    public Slot stored(ElementType as, double step) {
        return new Slot(value, extent, as, step);
    }
}
