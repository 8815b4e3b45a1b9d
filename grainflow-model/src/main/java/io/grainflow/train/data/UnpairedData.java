package io.grainflow.train.data;

import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Clean images, and noisy ones that need not show the same scenes. Of an entry of {@code clean} only the clean image is used, of an entry of
 * {@code noisy} only the noisy one.
 *
 * @param clean entries with clean images
 * @param noisy entries with noisy images
 */
public record UnpairedData(TrainingData clean, TrainingData noisy) {
    /**
     * Checks that the images are of one kind.
     *
     * @throws InputException if they are not
     */
    public UnpairedData {
        ImageKind ours = kind(clean);
        ImageKind theirs = kind(noisy);
        if (!ours.equals(theirs)) {
            throw new InputException(
                    "noisy images",
                    "are " + theirs + ", the clean ones " + ours,
                    "give clean and noisy images of one kind");
        }
    }

    /** Both from the same pairs, whose images are drawn independently. The validation pairs stay pairs. */
    public static UnpairedData of(TrainingData pairs) {
        return new UnpairedData(pairs, pairs);
    }

    private static ImageKind kind(TrainingData data) {
        return new ImageKind(data.domain(), data.channels());
    }

    /** Whether clean and noisy images are of the same pairs. */
    public boolean isPaired() {
        return clean.equals(noisy);
    }

    /** The noisy images as what a training states of its data: failures, sizes and fingerprint are those of all images. */
    public TrainingData all() {
        return isPaired()
                ? noisy
                : new TrainingData(
                        noisy.training(),
                        noisy.validation(),
                        joined(clean.failures(), noisy.failures()),
                        noisy.cache(),
                        Math.min(clean.cacheBytes(), noisy.cacheBytes()),
                        clean.fingerprint() + "+" + noisy.fingerprint(),
                        noisy.kind(),
                        noisy.domain(),
                        noisy.channels(),
                        Math.min(clean.smallestSide(), noisy.smallestSide()),
                        Math.max(clean.largestPairBytes(), noisy.largestPairBytes()),
                        noisy.growth());
    }

    private static List<Event.Failed> joined(List<Event.Failed> first, List<Event.Failed> second) {
        List<Event.Failed> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** Entries whose images are at least this large; loading others reports the error. */
    public static List<PairEntry> atLeast(int side, List<PairEntry> entries) {
        return entries.stream()
                .map(entry -> (PairEntry) new LargeEntry(entry, side))
                .toList();
    }
}
