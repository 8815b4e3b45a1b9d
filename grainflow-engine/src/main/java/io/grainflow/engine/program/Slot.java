package io.grainflow.engine.program;

import io.grainflow.graph.Extent;

/**
 * How a value is stored.
 *
 * @param value index of the graph's value
 * @param scale value of one step of an 8-bit integer; 1 for other types
 * @param margin mirrored columns on each side, and mirrored rows above and below the image
 */
public record Slot(int value, Extent extent, ElementType type, double scale, int margin) {
    static Slot of(int value, Extent extent) {
        return new Slot(value, extent, ElementType.F32, 1, 0);
    }

    /** The value with mirrored rows and columns around it. */
    static Slot mirrored(int value, Extent extent, int margin) {
        return new Slot(value, extent, ElementType.F32, 1, margin);
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

    /** Bytes of one row of an image of the given width. */
    public long rowBytes(int width) {
        return columns(width) * bytes();
    }

    /** Columns of one row of an image of the given width. */
    public int columns(int width) {
        return (width >> halvings()) + 2 * margin;
    }

    public Slot stored(ElementType as, double step) {
        return new Slot(value, extent, as, step, margin);
    }
}
