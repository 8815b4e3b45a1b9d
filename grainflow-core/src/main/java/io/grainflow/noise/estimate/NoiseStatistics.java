package io.grainflow.noise.estimate;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sufficient statistics of the pairs of one capture for the fits: sums by clean value, in memory that does not depend on the number of
 * pairs. Edges of the scene are left out, because references are slightly blurred. The mean of each image's noise is subtracted per
 * channel, because lamps flicker. Not thread-safe; {@link #merge} combines the statistics of several threads.
 */
public final class NoiseStatistics {
    private static final int FEWEST_FOR_DRIFT = 16;

    private final Capture capture;
    private final List<ChannelStatistics> channels = new ArrayList<>();
    private boolean eightBit = true;

    public NoiseStatistics(Capture capture) {
        this.capture = capture;
    }

    public Capture capture() {
        return capture;
    }

    /** Number of channels of the pairs; 0 before the first. */
    public int channels() {
        return channels.size();
    }

    /** Adds a pair of this capture, with as many channels as those before. */
    public void add(NoisyPair pair) {
        if (!pair.capture().equals(capture)) {
            throw new IllegalArgumentException(
                    "NoiseStatistics expects pairs of " + capture + ", got one of " + pair.capture());
        }
        Image clean = pair.clean();
        expectChannels(clean.channels());
        FlatRegions flat = FlatRegions.of(clean, pair.noisy());
        float[] cleanValues = clean.toArray();
        float[] noisyValues = pair.noisy().toArray();
        for (int c = 0; c < channels.size(); c++) {
            addChannel(channels.get(c), cleanValues, noisyValues, c * clean.height() * clean.width(), flat);
        }
        eightBit = eightBit && onEightBitGrid(noisyValues);
    }

    /** Adds the statistics of another accumulator of the same capture. */
    public void merge(NoiseStatistics other) {
        if (!other.capture.equals(capture)) {
            throw new IllegalArgumentException(
                    "NoiseStatistics expects pairs of " + capture + ", got those of " + other.capture);
        }
        if (!other.channels.isEmpty()) {
            expectChannels(other.channels.size());
            for (int c = 0; c < channels.size(); c++) {
                channels.get(c).merge(other.channels.get(c));
            }
            eightBit = eightBit && other.eightBit;
        }
    }

    ChannelStatistics channel(int index) {
        return channels.get(index);
    }

    /** The step of the grid that all noisy values lie on: 1/255, or 0 if they do not. */
    double quantisationStep() {
        return eightBit && !channels.isEmpty() ? 1.0 / 255 : 0;
    }

    private void expectChannels(int count) {
        if (channels.isEmpty()) {
            for (int c = 0; c < count; c++) {
                channels.add(new ChannelStatistics());
            }
        }
        if (channels.size() != count) {
            throw new InputException(
                    capture.toString(),
                    "has images with " + channels.size() + " and with " + count + " channels",
                    "keep grey and colour apart");
        }
    }

    private static void addChannel(ChannelStatistics sums, float[] clean, float[] noisy, int offset, FlatRegions flat) {
        Drift drift = Drift.of(clean, noisy, offset, flat);
        for (int i = 0; i < flat.pixels(); i++) {
            float cleanValue = clean[offset + i];
            float noisyValue = noisy[offset + i];
            sums.addPlain((double) noisyValue - cleanValue);
            if (flat.contains(i)) {
                sums.add(cleanValue, noisyValue, drift.mean(), drift.weight());
            }
        }
    }

    /**
     * Mean of an image's noise over the pixels that cannot be clipped.
     *
     * @param weight n / (n - 1): correction factor for squared deviations from the mean of n values
     */
    private record Drift(double mean, double weight) {
        static Drift of(float[] clean, float[] noisy, int offset, FlatRegions flat) {
            Drift drift = of(clean, noisy, offset, flat, 2 * flat.sigma());
            return drift.weight > 1 ? drift : of(clean, noisy, offset, flat, 1e-6);
        }

        private static Drift of(float[] clean, float[] noisy, int offset, FlatRegions flat, double margin) {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < flat.pixels(); i++) {
                float value = clean[offset + i];
                if (value >= margin && value <= 1 - margin && flat.contains(i)) {
                    sum += (double) noisy[offset + i] - value;
                    count++;
                }
            }
            return count < FEWEST_FOR_DRIFT ? new Drift(0, 1) : new Drift(sum / count, count / (count - 1.0));
        }
    }

    private static boolean onEightBitGrid(float[] values) {
        for (float value : values) {
            double level = 255.0 * value;
            if (Math.abs(level - Math.rint(level)) > 1e-3) {
                return false;
            }
        }
        return true;
    }
}
