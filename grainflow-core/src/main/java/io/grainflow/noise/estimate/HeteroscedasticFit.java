package io.grainflow.noise.estimate;

import io.grainflow.noise.NoiseLevel;
import io.grainflow.problem.InputException;

/**
 * Fits a camera noise level function, variance = b1 * x + b2, by maximum likelihood per channel (model: Foi et al.,
 * IEEE Trans. Image Processing 17(10), 2008).
 *
 * <p>Near black and white, clipping reduces the noise, and the clean value itself is a mean of clipped shots. Therefore clean values within
 * two standard deviations of either end are left out. Pixels further inside that are still clipped count by the probability of being
 * clipped. The variance is kept positive on the whole of [0,1], with at least a hundredth of its mean: b1 may be negative, b2 may not.
 * Rounding noise of 8-bit files is not part of the result.
 */
public final class HeteroscedasticFit {
    private static final double LEAST_SHARE = 0.01;
    private static final int ROUNDS = 6;
    private static final double[] MARGINS_IN_SIGMA = {2, 1, 0.5};
    /** Clean values this close to 0 or 1 may be clipped values. */
    private static final double ENDS = 0.75 / 255;

    private static final long FEWEST_PIXELS = 64;
    /** Least standard deviation of the clean values for which slope and offset can be separated. */
    private static final double LEAST_SPREAD = 2e-3;

    private HeteroscedasticFit() {}

    /**
     * The maximum likelihood noise level.
     *
     * @throws InputException if there are no pairs, or too few pixels that are neither saturated nor on edges
     */
    public static NoiseLevel fit(NoiseStatistics statistics) {
        double[] b1 = new double[statistics.channels()];
        double[] b2 = new double[statistics.channels()];
        for (int c = 0; c < b1.length; c++) {
            double[] line = fitChannel(statistics, statistics.channel(c));
            b1[c] = line[1] - line[0];
            b2[c] = line[0];
        }
        if (b1.length == 0) {
            throw new InputException(statistics.capture().toString(), "has no pairs to fit noise to", "add pairs");
        }
        return new NoiseLevel(b1, b2);
    }

    private static double[] fitChannel(NoiseStatistics statistics, ChannelStatistics sums) {
        boolean[] open = within(sums, 0, new double[] {0, 0});
        long all = pixels(sums, open);
        if (all < FEWEST_PIXELS) {
            throw new InputException(
                    statistics.capture().toString(),
                    "has only " + all + " pixels that are neither saturated nor on edges, fewer than " + FEWEST_PIXELS,
                    "add pairs");
        }
        double mean = meanVariance(sums, open);
        double[] line = {mean, mean};
        for (int round = 0; round < ROUNDS; round++) {
            line = fitBins(sums, unsaturated(sums, line, open), statistics.quantisationStep());
        }
        return line;
    }

    /** The bins inside the widest margin that leaves enough pixels; all of them if the noise is too strong for any margin. */
    private static boolean[] unsaturated(ChannelStatistics sums, double[] line, boolean[] open) {
        long needed = Math.max(FEWEST_PIXELS, pixels(sums, open) / 20);
        for (double margin : MARGINS_IN_SIGMA) {
            boolean[] inside = within(sums, margin, line);
            if (pixels(sums, inside) >= needed) {
                return inside;
            }
        }
        return open;
    }

    private static double[] fitBins(ChannelStatistics sums, boolean[] used, double step) {
        double mean = Math.max(NoiseLevel.VARIANCE_FLOOR, meanVariance(sums, used) - step * step / 12);
        double least = LEAST_SHARE * mean;
        double[] flat = {mean, mean};
        if (spread(sums, used) < LEAST_SPREAD) {
            return flat;
        }
        return new CensoredLine(sums, used, step).maximise(flat, least);
    }

    /** The bins that hold pixels and lie further from both ends than the margin and the ends' own width. */
    private static boolean[] within(ChannelStatistics sums, double marginInSigma, double[] line) {
        boolean[] inside = new boolean[ChannelStatistics.BINS];
        for (int bin = 0; bin < inside.length; bin++) {
            double x = sums.clean[bin] / Math.max(1, sums.count[bin]);
            double sigma = Math.sqrt(Math.max(0, line[0] + x * (line[1] - line[0])));
            double distance = Math.max(ENDS, marginInSigma * sigma);
            inside[bin] = sums.count[bin] > 0 && x >= distance && x <= 1 - distance;
        }
        return inside;
    }

    private static long pixels(ChannelStatistics sums, boolean[] used) {
        long count = 0;
        for (int bin = 0; bin < used.length; bin++) {
            count += used[bin] ? sums.count[bin] : 0;
        }
        return count;
    }

    private static double meanVariance(ChannelStatistics sums, boolean[] used) {
        double squares = 0;
        for (int bin = 0; bin < used.length; bin++) {
            squares += used[bin] ? sums.noiseSquared[bin] : 0;
        }
        return squares / Math.max(1, pixels(sums, used));
    }

    private static double spread(ChannelStatistics sums, boolean[] used) {
        double[] moments = new double[2];
        for (int bin = 0; bin < used.length; bin++) {
            if (used[bin]) {
                double x = sums.clean[bin] / sums.count[bin];
                moments[0] += sums.clean[bin];
                moments[1] += sums.clean[bin] * x;
            }
        }
        double count = pixels(sums, used);
        double mean = moments[0] / count;
        return Math.sqrt(Math.max(0, moments[1] / count - mean * mean));
    }
}
