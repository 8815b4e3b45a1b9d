package io.grainflow.engine;

import java.util.List;

/**
 * What the values of a graph lie between on images like those that it is for, so that 8-bit integers can be spread over it.
 *
 * @param values by index of the graph's values; null-free, {@link Range#UNKNOWN} where nothing was seen
 */
public record Ranges(List<Range> values) {
    public Ranges {
        values = List.copyOf(values);
    }

    /** From low to high; values outside are clipped. */
    public record Range(double low, double high) {
        /** Of a value that was not looked at. */
        public static final Range UNKNOWN = new Range(0, 0);

        public Range {
            if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException("Range expects finite low <= high, got " + low + ", " + high);
            }
        }

        boolean known() {
            return low < high;
        }
    }

    Range of(int value) {
        return value >= 0 && value < values.size() ? values.get(value) : Range.UNKNOWN;
    }
}
