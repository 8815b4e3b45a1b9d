package io.grainflow.denoise.classical;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.denoise.Planes;
import io.grainflow.denoise.SlidingWindowSum;
import java.util.Arrays;

/**
 * Non-local means of a band of rows. For each offset, the distances of all patches are sliding window sums over the band, stored as one
 * array. Windows that wrap around the end of a row yield values in the columns of the frame, which are never read. The first round computes
 * the sum of each patch's weights, the second one averages.
 */
final class PatchAverage {
    /** Weights below exp(-32) are set to exp(-32). */
    private static final float SMALLEST = 32;

    private final Planes framed;
    private final NonLocalMeans.Sizes sizes;
    private final float tolerated;
    private final float scale;
    private final int rows;
    private final int count;
    private final float[][] pixels;
    private final float[] moved;
    private final SlidingWindowSum across;
    private final SlidingWindowSum down;
    private final float[] weights;
    private final float[] total;
    private final float[] greatest;
    private final float[][] averages;

    PatchAverage(Planes framed, NonLocalMeans.Sizes sizes, double sigma, int rows) {
        this.framed = framed;
        this.sizes = sizes;
        this.rows = rows;
        int side = 2 * sizes.patch() + 1;
        int samples = side * side * framed.channels();
        double variance = sigma * sigma;
        tolerated = (float) (2 * variance * samples);
        scale = (float) (1 / (sizes.strength() * sizes.strength() * variance * samples));
        count = (rows + 4 * sizes.patch()) * framed.width();
        pixels = new float[framed.channels()][count];
        moved = new float[count];
        across = new SlidingWindowSum(count, side, 1);
        down = new SlidingWindowSum(count, side, framed.width());
        weights = new float[count];
        total = new float[count];
        greatest = new float[count];
        averages = new float[framed.channels()][count];
    }

    /** Writes the restored rows, beginning at the given first one, to the planes [height,width] of the image without its frame. */
    void restore(int first, float[][] restored) {
        int begin = (first + sizes.search()) * framed.width();
        for (int c = 0; c < pixels.length; c++) {
            System.arraycopy(framed.values()[c], begin, pixels[c], 0, count);
        }
        forEachOffset(begin, at -> addUp());
        for (int i = 0; i < count; i++) {
            // The weight of the patch itself is the greatest weight of another patch.
            total[i] = 1 / (total[i] + greatest[i]);
        }
        System.arraycopy(greatest, 0, weights, 0, count);
        average(begin);
        forEachOffset(begin, this::average);
        int side = 2 * sizes.patch() + 1;
        int width = framed.width() - 2 * margin();
        for (int c = 0; c < pixels.length; c++) {
            for (int y = 0; y < rows; y++) {
                int from = (y + 2 * sizes.patch()) * framed.width() + margin();
                for (int x = 0; x < width; x++) {
                    restored[c][(first + y) * width + x] = averages[c][from + x] / (side * side);
                }
            }
        }
    }

    private int margin() {
        return sizes.search() + 2 * sizes.patch();
    }

    /** An operation for one offset, given as a start index in the frame. */
    private interface Step {
        void take(int at);
    }

    private void forEachOffset(int begin, Step step) {
        int radius = sizes.search();
        for (int dy = -radius; dy <= radius; dy++) {
            WorkerPool.checkpoint();
            for (int dx = -radius; dx <= radius; dx++) {
                if (dx != 0 || dy != 0) {
                    int at = begin + dy * framed.width() + dx;
                    weigh(at);
                    step.take(at);
                }
            }
        }
    }

    /** Copies as many rows as the band has, beginning at an index of the frame; nothing outside the frame is read. */
    private void move(int channel, int at) {
        float[] plane = framed.values()[channel];
        int from = Math.max(0, at);
        int end = Math.min(plane.length, at + count);
        System.arraycopy(plane, from, moved, from - at, end - from);
    }

    /** Computes the weight of each patch, indexed by its upper left pixel. */
    private void weigh(int at) {
        float[] squares = across.input();
        Arrays.fill(squares, 0);
        for (int c = 0; c < pixels.length; c++) {
            move(c, at);
            addSquares(squares, pixels[c], moved, count);
        }
        across.sum();
        System.arraycopy(across.output(), 0, down.input(), 0, count);
        down.sum();
        exponents(weights, down.output(), count);
        exponentials(weights, count);
    }

    private static void addSquares(float[] sums, float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            float difference = a[i] - b[i];
            sums[i] += difference * difference;
        }
    }

    /** Computes 1/32 of the exponent, limited to [0,1]. */
    private void exponents(float[] to, float[] distances, int count) {
        float least = tolerated;
        float factor = scale / SMALLEST;
        for (int i = 0; i < count; i++) {
            to[i] = Math.min(1, Math.max(0, (distances[i] - least) * factor));
        }
    }

    /** exp(-32 u) as the power of a polynomial, relative error below 1e-6 where the result exceeds exp(-10). */
    private static void exponentials(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            float u = values[i];
            float root = 1 - u * (1 - u * (1f / 2 - u * (1f / 6 - u * (1f / 24 - u * (1f / 120 - u * (1f / 720))))));
            float second = root * root;
            float fourth = second * second;
            float eighth = fourth * fourth;
            float sixteenth = eighth * eighth;
            values[i] = sixteenth * sixteenth;
        }
    }

    private void addUp() {
        for (int i = 0; i < count; i++) {
            total[i] += weights[i];
        }
        for (int i = 0; i < count; i++) {
            greatest[i] = Math.max(greatest[i], weights[i]);
        }
    }

    /** Adds to each pixel the contribution of all patches at this offset that contain it. */
    private void average(int at) {
        share(across.input());
        across.sum();
        int reach = 2 * sizes.patch();
        int behind = reach * (framed.width() + 1);
        System.arraycopy(across.output(), 0, down.input(), 0, count);
        down.sum();
        // The window sum is stored at its first patch, but belongs to the last pixel of that patch.
        System.arraycopy(down.output(), 0, weights, behind, count - behind);
        for (int c = 0; c < pixels.length; c++) {
            move(c, at);
            addProducts(averages[c], weights, moved, count);
        }
    }

    private void share(float[] shares) {
        for (int i = 0; i < count; i++) {
            shares[i] = weights[i] * total[i];
        }
    }

    private static void addProducts(float[] sums, float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += a[i] * b[i];
        }
    }
}
