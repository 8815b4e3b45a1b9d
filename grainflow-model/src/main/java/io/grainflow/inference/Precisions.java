package io.grainflow.inference;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Loss of accuracy of a denoiser in coarser number formats, measured on images that it was not trained on.
 *
 * @param lossDecibels PSNR in float32 minus PSNR in the format, by the name of the format
 * @param low lower end of the 8-bit range of each value of the network's graph
 * @param high upper end of the range; equal to the lower end if a value is not used in 8 bits
 * @param channels statistics of the channels of each value; empty in files of earlier builds, which did not measure them
 */
public record Precisions(
        SortedMap<String, Double> lossDecibels, List<Double> low, List<Double> high, List<Channels> channels) {
    /** Losses below this, in dB, are invisible. */
    public static final double NEGLIGIBLE_DECIBELS = 0.01;

    /** Number formats, fastest first. */
    private static final List<Precision> FASTEST_FIRST = List.of(Precision.INT8, Precision.BF16);

    /** Content of {@code grainflow.precisions} in files. Earlier builds, which do not know about channels, read it too. */
    public record Whole(SortedMap<String, Double> lossDecibels, List<Double> low, List<Double> high) {
        public Whole {
            new Precisions(lossDecibels, low, high, List.of());
        }
    }

    /**
     * Content of {@code grainflow.channels} in files.
     *
     * @param most largest magnitude of each channel; empty if a value is not used in 8 bits
     */
    public record Channels(List<Double> most, List<Double> mean, List<Double> deviation) {
        public Channels {
            most = List.copyOf(most);
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (mean.size() != most.size() || deviation.size() != most.size()) {
                throw new IllegalArgumentException(
                        "channels expect as many means and deviations as largest numbers, got " + most.size() + ", "
                                + mean.size() + ", " + deviation.size());
            }
            ranges(most, mean, deviation);
        }

        public static Channels of(List<Ranges.Channel> channels) {
            return new Channels(
                    channels.stream().map(Ranges.Channel::most).toList(),
                    channels.stream().map(Ranges.Channel::mean).toList(),
                    channels.stream().map(Ranges.Channel::deviation).toList());
        }

        public List<Ranges.Channel> ranges() {
            return ranges(most, mean, deviation);
        }

        private static List<Ranges.Channel> ranges(List<Double> most, List<Double> mean, List<Double> deviation) {
            return IntStream.range(0, most.size())
                    .mapToObj(i -> new Ranges.Channel(most.get(i), mean.get(i), deviation.get(i)))
                    .toList();
        }
    }

    public Precisions {
        lossDecibels = Collections.unmodifiableSortedMap(new TreeMap<>(lossDecibels));
        low = List.copyOf(low);
        high = List.copyOf(high);
        if (channels.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("precisions expect channels of every value, got null");
        }
        channels = List.copyOf(channels);
        if (low.size() != high.size()) {
            throw new IllegalArgumentException(
                    "precisions expect as many lows as highs, got " + low.size() + " and " + high.size());
        }
        if (!channels.isEmpty() && channels.size() != low.size()) {
            throw new IllegalArgumentException(
                    "precisions expect channels of " + low.size() + " values, got of " + channels.size());
        }
        for (int i = 0; i < low.size(); i++) {
            new Ranges.Range(low.get(i), high.get(i));
        }
        lossDecibels.forEach((word, loss) -> {
            if (!Double.isFinite(loss)) {
                throw new IllegalArgumentException("precisions expect finite losses, got " + loss + " of " + word);
            }
        });
    }

    public static Precisions of(Map<Precision, Double> losses, Ranges ranges) {
        SortedMap<String, Double> named = new TreeMap<>();
        losses.forEach((precision, loss) -> named.put(precision.word(), loss));
        return new Precisions(
                named,
                ranges.values().stream().map(Ranges.Range::low).toList(),
                ranges.values().stream().map(Ranges.Range::high).toList(),
                ranges.values().stream()
                        .map(range -> Channels.of(range.channels()))
                        .toList());
    }

    /** Combines measurements of whole values with those of their channels. */
    public static Precisions of(Whole whole, List<Channels> channels) {
        return new Precisions(whole.lossDecibels(), whole.low(), whole.high(), channels);
    }

    public Whole whole() {
        return new Whole(lossDecibels, low, high);
    }

    /** PSNR lost in a format; empty where it was not measured. */
    public Optional<Double> loss(Precision precision) {
        return Optional.ofNullable(lossDecibels.get(precision.word()));
    }

    /** The fastest format that this processor has and that loses less than {@link #NEGLIGIBLE_DECIBELS}. */
    public Precision fastest() {
        return FASTEST_FIRST.stream()
                .filter(precision -> loss(precision).orElse(Double.MAX_VALUE) < NEGLIGIBLE_DECIBELS)
                .filter(Plan::supports)
                .findFirst()
                .orElse(Precision.FP32);
    }

    /** Whether the ranges belong to a graph with this number of values: another build may fold layers differently. */
    public boolean fits(Graph graph) {
        List<Extent> extents = graph.extents();
        return low.size() == extents.size()
                && IntStream.range(0, channels.size()).allMatch(i -> {
                    int known = channels.get(i).most().size();
                    return known == 0 || known == extents.get(i).channels();
                });
    }

    public Ranges ranges() {
        List<Ranges.Range> ranges = new ArrayList<>();
        for (int i = 0; i < low.size(); i++) {
            List<Ranges.Channel> known =
                    channels.isEmpty() ? List.of() : channels.get(i).ranges();
            ranges.add(new Ranges.Range(low.get(i), high.get(i), known));
        }
        return new Ranges(ranges);
    }
}
