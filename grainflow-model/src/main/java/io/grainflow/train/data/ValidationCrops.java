package io.grainflow.train.data;

import io.grainflow.dataset.PairCache;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import java.util.List;
import java.util.stream.IntStream;

/** Selects the held-out pixels that validations use: the centres of some pairs, always the same ones. */
public final class ValidationCrops {
    private ValidationCrops() {}

    /** At most {@code most} indices, evenly spread over the available ones. */
    public static List<Integer> spread(int available, int most) {
        int count = Math.min(most, available);
        return IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * available / count))
                .toList();
    }

    /** Centres of at most {@code most} pairs, evenly spread over the entries. */
    public static List<NoisyPair> centres(List<PairEntry> entries, PairCache cache, int most, int side) {
        return spread(entries.size(), most).stream()
                .map(index -> centre(cache.load(entries.get(index)), side))
                .toList();
    }

    /** Centres of at most {@code most} validation pairs whose capture is one of these. */
    public static List<NoisyPair> centres(TrainingData data, List<Capture> captures, int most, int side) {
        List<PairEntry> entries = data.validation().stream()
                .filter(entry -> captures.contains(entry.capture()))
                .toList();
        return centres(entries, data.cache(), most, side);
    }

    /** The middle of a pair, at most of this side. */
    public static NoisyPair centre(NoisyPair pair, int side) {
        int height = Math.min(side, pair.clean().height());
        int width = Math.min(side, pair.clean().width());
        int top = (pair.clean().height() - height) / 2;
        int left = (pair.clean().width() - width) / 2;
        return new NoisyPair(
                pair.scene(),
                pair.clean().crop(top, left, height, width),
                pair.noisy().crop(top, left, height, width),
                pair.capture());
    }
}
