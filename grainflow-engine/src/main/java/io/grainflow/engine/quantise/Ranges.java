package io.grainflow.engine.quantise;

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

    /**
     * From low to high; values outside are clipped.
     *
     * @param channels what each channel looks like; empty where that was not measured
     */
    public record Range(double low, double high, List<Channel> channels) {
        /** Of a value that was not looked at. */
        public static final Range UNKNOWN = new Range(0, 0);

        public Range {
            if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException("Range expects finite low <= high, got " + low + ", " + high);
            }
            channels = List.copyOf(channels);
        }

        /** Of a value whose channels were not looked at. */
        public Range(double low, double high) {
            this(low, high, List.of());
        }

        boolean known() {
            return low < high;
        }
    }

    /**
     * What one channel of a value looks like.
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
