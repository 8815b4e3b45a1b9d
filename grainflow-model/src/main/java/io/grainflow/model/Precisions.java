package io.grainflow.model;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.Ranges;
import io.grainflow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What number formats cost a denoiser, measured on images that it was not trained on.
 *
 * @param lossDecibels PSNR in float32 less that in the format, by the format's word
 * @param low least of what each value of the network's graph is spread over in 8 bits
 * @param high most of it; equal to the least where a value is not needed
 */
public record Precisions(SortedMap<String, Double> lossDecibels, List<Double> low, List<Double> high) {
    /** What nobody sees. */
    public static final double NEGLIGIBLE_DECIBELS = 0.01;

    /** From the fastest. */
    private static final List<Precision> FASTEST_FIRST = List.of(Precision.INT8, Precision.BF16);

    public Precisions {
        lossDecibels = Collections.unmodifiableSortedMap(new TreeMap<>(lossDecibels));
        low = List.copyOf(low);
        high = List.copyOf(high);
        if (low.size() != high.size()) {
            throw new IllegalArgumentException(
                    "precisions expect as many lows as highs, got " + low.size() + " and " + high.size());
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

    static Precisions of(Map<Precision, Double> losses, Ranges ranges) {
        SortedMap<String, Double> named = new TreeMap<>();
        losses.forEach((precision, loss) -> named.put(precision.word(), loss));
        return new Precisions(
                named,
                ranges.values().stream().map(Ranges.Range::low).toList(),
                ranges.values().stream().map(Ranges.Range::high).toList());
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

    /** Whether the ranges are those of a graph with so many values: another build may fold differently. */
    boolean fits(Graph graph) {
        return low.size() == graph.nodes().size();
    }

    Ranges ranges() {
        List<Ranges.Range> ranges = new ArrayList<>();
        for (int i = 0; i < low.size(); i++) {
            ranges.add(new Ranges.Range(low.get(i), high.get(i)));
        }
        return new Ranges(ranges);
    }
}
