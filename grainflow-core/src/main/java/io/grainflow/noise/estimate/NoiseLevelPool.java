package io.grainflow.noise.estimate;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates one signal-dependent noise level from several images of one camera and setting without references: level sets of all of them
 * (Foi et al., IEEE Trans. Image Processing 17(10), 2008, section III) and one line through them. For example, several exposures of flat
 * fields determine the line, of which each gives only one point. Not thread-safe.
 */
public final class NoiseLevelPool {
    private static final int LEAST_SIDE = 32;

    private final List<List<LevelSets.Level>> channels = new ArrayList<>();

    /** Adds an image of at least 32x32; smaller ones, and those with another number of channels than the first, are left out. */
    public void add(Image image) {
        if (channels.isEmpty()) {
            for (int c = 0; c < image.channels(); c++) {
                channels.add(new ArrayList<>());
            }
        }
        if (image.height() < LEAST_SIDE || image.width() < LEAST_SIDE || image.channels() != channels.size()) {
            return;
        }
        for (int c = 0; c < channels.size(); c++) {
            channels.get(c).addAll(List.of(LevelSets.of(image.channel(c).toArray(), image.height(), image.width())));
        }
    }

    /** Variance = b1 * x + b2 per channel; empty if no image was added. */
    public Optional<NoiseLevel> level() {
        if (channels.isEmpty() || channels.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        double[] slope = new double[channels.size()];
        double[] offset = new double[channels.size()];
        for (int c = 0; c < slope.length; c++) {
            LevelLine line = LevelLine.through(channels.get(c));
            slope[c] = line.slope();
            offset[c] = line.offset();
        }
        return Optional.of(new NoiseLevel(slope, offset));
    }
}
