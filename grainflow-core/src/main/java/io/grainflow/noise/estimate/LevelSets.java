package io.grainflow.noise.estimate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Level sets of the smooth parts of one channel, after Foi et al., IEEE Trans. Image Processing 17(10), 2008, section III: a wavelet splits
 * the channel into an approximation, which estimates the clean value, and detail, which is noise wherever the approximation is smooth.
 * Smooth positions with similar values form a set.
 */
final class LevelSets {
    private static final double[] DETAIL = {0.035, 0.085, -0.135, -0.460, 0.807, -0.333};
    private static final double[] APPROXIMATION = {0.025, -0.060, -0.095, 0.325, 0.571, 0.235};
    private static final int RADIUS = 3;
    private static final double SMOOTH = 0.4;
    private static final double ROUGHEST = 1000;
    private static final double MEDIAN_TO_SIGMA = 0.6745;
    private static final int FEWEST_SETS = 8;
    private static final int MOST_SETS = 200;

    private LevelSets() {}

    /**
     * One level set.
     *
     * @param clean estimate of the clean value
     * @param sigma estimate of the noise's standard deviation, from the median absolute detail
     * @param count number of positions; there is one for every four pixels
     */
    record Level(double clean, double sigma, int count) {}

    /** The level sets of a channel [height,width], each at least 16, in ascending order of value. */
    static Level[] of(float[] channel, int height, int width) {
        int rows = (height - DETAIL.length) / 2 + 1;
        int columns = (width - DETAIL.length) / 2 + 1;
        double[] detail = decimated(channel, height, width, DETAIL);
        double[] approximation = decimated(channel, height, width, APPROXIMATION);
        double[] smoothed = box(approximation, rows, columns);
        double[] strength = box(Arrays.stream(detail).map(Math::abs).toArray(), rows, columns);
        double[] roughness = roughness(smoothed, rows, columns);
        return cut(smooth(roughness, strength), smoothed, approximation, detail);
    }

    /** The smooth positions. The limit is relaxed until 5% of all positions pass. If there is no detail at all, all positions pass. */
    private static int[] smooth(double[] roughness, double[] strength) {
        for (double limit = SMOOTH; limit < ROUGHEST; limit *= 2) {
            int[] kept = smooth(roughness, strength, limit);
            if (kept.length >= roughness.length / 20) {
                return kept;
            }
        }
        return IntStream.range(0, roughness.length).toArray();
    }

    private static int[] smooth(double[] roughness, double[] strength, double limit) {
        int[] kept = new int[roughness.length];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            if (roughness[i] <= limit * Math.sqrt(Math.PI / 2) * strength[i]) {
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static Level[] cut(int[] kept, double[] smoothed, double[] approximation, double[] detail) {
        int[] order = Arrays.stream(kept)
                .boxed()
                .sorted((a, b) -> Double.compare(smoothed[a], smoothed[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int sets = Math.min(MOST_SETS, Math.max(FEWEST_SETS, order.length / 100));
        Level[] levels = new Level[sets];
        for (int set = 0; set < sets; set++) {
            int from = (int) ((long) set * order.length / sets);
            int to = (int) ((long) (set + 1) * order.length / sets);
            double sum = 0;
            double[] absolute = new double[to - from];
            for (int i = from; i < to; i++) {
                sum += approximation[order[i]];
                absolute[i - from] = Math.abs(detail[order[i]]);
            }
            levels[set] = new Level(sum / absolute.length, median(absolute) / MEDIAN_TO_SIGMA, absolute.length);
        }
        return levels;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }

    /** Filters rows and columns with the taps, keeping every second position. */
    private static double[] decimated(float[] channel, int height, int width, double[] taps) {
        int rows = (height - taps.length) / 2 + 1;
        int columns = (width - taps.length) / 2 + 1;
        double[] across = new double[height * columns];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < columns; x++) {
                double sum = 0;
                for (int k = 0; k < taps.length; k++) {
                    sum += taps[k] * channel[y * width + 2 * x + k];
                }
                across[y * columns + x] = sum;
            }
        }
        double[] out = new double[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double sum = 0;
                for (int k = 0; k < taps.length; k++) {
                    sum += taps[k] * across[(2 * y + k) * columns + x];
                }
                out[y * columns + x] = sum;
            }
        }
        return out;
    }

    /** Mean over 7x7; at borders, over the part inside. */
    private static double[] box(double[] values, int rows, int columns) {
        double[] across = new double[values.length];
        for (int y = 0; y < rows; y++) {
            slide(values, y * columns, 1, columns, across);
        }
        double[] out = new double[values.length];
        for (int x = 0; x < columns; x++) {
            slide(across, x, columns, rows, out);
        }
        return out;
    }

    private static void slide(double[] values, int from, int stride, int length, double[] out) {
        for (int i = 0; i < length; i++) {
            int first = Math.max(0, i - RADIUS);
            int last = Math.min(length - 1, i + RADIUS);
            double sum = 0;
            for (int k = first; k <= last; k++) {
                sum += values[from + k * stride];
            }
            out[from + i * stride] = sum / (last - first + 1);
        }
    }

    /** Gradient (Sobel / 8) plus absolute five-point Laplacian; infinite on the border. */
    private static double[] roughness(double[] v, int rows, int columns) {
        double[] out = new double[v.length];
        Arrays.fill(out, Double.POSITIVE_INFINITY);
        for (int y = 1; y < rows - 1; y++) {
            for (int x = 1; x < columns - 1; x++) {
                int i = y * columns + x;
                int up = i - columns;
                int down = i + columns;
                double across = v[up + 1] - v[up - 1] + 2 * (v[i + 1] - v[i - 1]) + v[down + 1] - v[down - 1];
                double along = v[down - 1] - v[up - 1] + 2 * (v[down] - v[up]) + v[down + 1] - v[up + 1];
                double laplacian = v[up] + v[down] + v[i - 1] + v[i + 1] - 4 * v[i];
                out[i] = Math.hypot(across, along) / 8 + Math.abs(laplacian);
            }
        }
        return out;
    }
}
