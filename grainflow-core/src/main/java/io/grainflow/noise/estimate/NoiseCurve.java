package io.grainflow.noise.estimate;

import java.util.ArrayList;
import java.util.List;

/**
 * Measured standard deviation of the noise as a function of the clean value, for plots.
 *
 * @param channels the points of each channel, in ascending order of clean value
 */
public record NoiseCurve(List<List<Point>> channels) {
    private static final long FEWEST_PIXELS = 32;

    /**
     * The noise near one clean value.
     *
     * @param clean mean clean value
     * @param sigma standard deviation of the noise about its mean, clipped pixels included
     * @param count number of pixels
     */
    public record Point(double clean, double sigma, long count) {}

    public NoiseCurve {
        channels = channels.stream().map(List::copyOf).toList();
    }

    /**
     * The curve in at most {@code points} equal intervals of [0,1]; those with fewer than 32 pixels are left out.
     *
     * @param points 1 to 1024
     */
    public static NoiseCurve of(NoiseStatistics statistics, int points) {
        if (points < 1 || points > ChannelStatistics.BINS) {
            throw new IllegalArgumentException("NoiseCurve expects 1 to 1024 points, got " + points);
        }
        List<List<Point>> channels = new ArrayList<>();
        for (int c = 0; c < statistics.channels(); c++) {
            channels.add(channel(statistics.channel(c), points));
        }
        return new NoiseCurve(channels);
    }

    private static List<Point> channel(ChannelStatistics sums, int points) {
        List<Point> curve = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            long count = 0;
            double clean = 0;
            double noise = 0;
            double squares = 0;
            int end = (i + 1) * ChannelStatistics.BINS / points;
            for (int bin = i * ChannelStatistics.BINS / points; bin < end; bin++) {
                count += sums.count[bin];
                clean += sums.clean[bin];
                noise += sums.noise[bin];
                squares += sums.noiseSquared[bin];
            }
            if (count >= FEWEST_PIXELS) {
                double mean = noise / count;
                double variance = Math.max(0, squares / count - mean * mean);
                curve.add(new Point(clean / count, Math.sqrt(variance), count));
            }
        }
        return curve;
    }
}
