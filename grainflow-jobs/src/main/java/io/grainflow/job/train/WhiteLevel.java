package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.pair.PairEntry;
import io.grainflow.train.data.TrainingData;
import java.util.List;

/** Which value counts as white where images do not say (magnetic resonance), or use a small part of their range (microscopes). */
final class WhiteLevel {
    private static final int IMAGES = 16;
    private static final int COLOURS = 3;
    private static final double SMALL = 0.5;

    private WhiteLevel() {}

    /** The largest value of a sample of training images; 1 if white is 1 and values reach half of it, or if linear light has no white. */
    static double of(TrainingData data) {
        boolean measured = data.domain() == PixelDomain.LINEAR;
        if (measured && data.channels() >= COLOURS) {
            return 1;
        }
        List<PairEntry> entries = data.training();
        int count = Math.min(IMAGES, entries.size());
        float largest = 0;
        for (int i = 0; i < count; i++) {
            PairEntry entry = entries.get((int) ((long) i * entries.size() / count));
            for (float value : data.cache().load(entry).clean().toArray()) {
                largest = Math.max(largest, value);
            }
        }
        return largest > 0 && (measured || largest < SMALL) ? largest : 1;
    }
}
