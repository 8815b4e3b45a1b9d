package io.grainflow.train.data;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The kind of images that one model can be trained on: a domain and a number of channels.
 *
 * @param domain meaning of pixel values
 * @param channels number of channels
 */
public record ImageKind(PixelDomain domain, int channels) implements Comparable<ImageKind> {
    private static final Comparator<ImageKind> ORDER =
            Comparator.comparing(ImageKind::domain).thenComparingInt(ImageKind::channels);

    public static ImageKind of(Image image) {
        return new ImageKind(image.domain(), image.channels());
    }

    /**
     * The kind that occurs most often. If several occur equally often, the last one in the order of kinds is taken, so colour is preferred
     * to grey. The choice does not depend on the order of the files.
     *
     * @param counts how often each kind occurs
     * @return empty if there is none
     */
    public static Optional<ImageKind> mostFrequent(Map<ImageKind, Integer> counts) {
        return counts.entrySet().stream()
                .max(Comparator.comparingInt((Map.Entry<ImageKind, Integer> entry) -> entry.getValue())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    /** By domain, then by number of channels. */
    @Override
    public int compareTo(ImageKind other) {
        return ORDER.compare(this, other);
    }

    /** Such as "SRGB with 3 channels". */
    @Override
    public String toString() {
        return domain + " with " + channels + " channels";
    }
}
