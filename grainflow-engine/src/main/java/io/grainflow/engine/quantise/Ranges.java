package io.grainflow.engine.quantise;

import java.util.List;

/**
 * Ranges of a graph's values, measured on images like those that the graph will process. They determine the scales of 8-bit integers.
 *
 * @param values by index of the graph's values; {@link Range#UNKNOWN} where a value was not measured
 */
public record Ranges(List<Range> values) {
    public Ranges {
        values = List.copyOf(values);
    }

    /**
     * From low to high; values outside are clipped.
     *
     * @param channels statistics of each channel; empty where they were not measured
     */
    public record Range(double low, double high, List<Channel> channels) {
        /** Of a value that was not measured. */
        public static final Range UNKNOWN = new Range(0, 0);

        public Range {
            if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException("Range expects finite low <= high, got " + low + ", " + high);
            }
            channels = List.copyOf(channels);
        }

        /** Of a value whose channels were not measured. */
        public Range(double low, double high) {
            this(low, high, List.of());
        }

        boolean known() {
            return low < high;
        }
    }

    /**
     * Statistics of one channel of a value.
     *
     * @param most largest magnitude
     * @param mean over all positions
     * @param deviation standard deviation
     */
    public record Channel(double most, double mean, double deviation) {
        public Channel {
            if (!(most >= 0) || !(deviation >= 0) || !Double.isFinite(most + mean + deviation)) {
                throw new IllegalArgumentException(
                        "Channel expects finite numbers, most and deviation not below 0, got " + most + ", " + mean
                                + ", " + deviation);
            }
        }

        Channel divided(double by) {
            return new Channel(most / by, mean / by, deviation / by);
        }
    }

    public Range of(int value) {
        return value >= 0 && value < values.size() ? values.get(value) : Range.UNKNOWN;
    }
}
