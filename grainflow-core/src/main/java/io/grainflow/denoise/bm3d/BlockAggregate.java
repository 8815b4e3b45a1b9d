package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.RowSum;
import java.util.Arrays;

/**
 * Weighted sum of filtered blocks (Dabov et al. 2007, equation 12). Blocks at the same position are summed in the transform domain. When a
 * position leaves the sliding window, its sum is transformed back to pixels once and weighted with the Kaiser window. Both steps are
 * linear, so their order does not matter.
 */
final class BlockAggregate {
    private final BlockTransform transform;
    private final float[] kaiser;
    private final Window window;
    private final float[][] weights;
    private final float[][] coefficients;
    private final float[][] columns;
    private final float[] product;
    private final float[] moved;
    private final float[] rowSum;
    private final float[][] scaledSynthesis;
    private final TileSums sums;
    private int first;
    private int next;

    BlockAggregate(BlockTransform transform, float[] kaiser, int count, int rows, TileSums sums) {
        this.transform = transform;
        this.kaiser = kaiser;
        this.sums = sums;
        int side = transform.side();
        window = new Window(sums.left(), count, rows, side * side);
        weights = new float[rows][count];
        coefficients = new float[side * side][count];
        columns = new float[side][count];
        product = new float[count];
        moved = new float[sums.width()];
        rowSum = new float[sums.width()];
        scaledSynthesis = new float[side][side];
        for (int j = 0; j < side; j++) {
            for (int k = 0; k < side; k++) {
                scaledSynthesis[j][k] = kaiser[j] * transform.synthesis()[j][k];
            }
        }
        first = sums.top();
        next = first;
    }

    /** Opens block rows up to the last one and finishes those above the first one. */
    void advance(int from, int last) {
        flush(from);
        for (; next <= last; next++) {
            Arrays.fill(window.row(next), 0);
            Arrays.fill(weights[next % weights.length], 0);
        }
    }

    void add(HaarStack stack, int member, float weight, int y, int x) {
        stack.addTo(member, weight, window.row(y), window.at(x));
        weights[y % weights.length][x - window.left()] += weight;
    }

    /** Finishes all rows. */
    void finish() {
        flush(next);
    }

    private void flush(int end) {
        for (; first < Math.min(end, next); first++) {
            addPixels();
            addWeights();
        }
    }

    private void addPixels() {
        int side = transform.side();
        int count = window.count();
        window.load(first, coefficients);
        for (int i = 0; i < side; i++) {
            for (int k = 0; k < side; k++) {
                RowSum.of(columns[k], coefficients, k, side, transform.synthesis()[i], count);
            }
            Arrays.fill(rowSum, 0);
            for (int j = 0; j < side; j++) {
                RowSum.of(product, columns, 0, 1, scaledSynthesis[j], count);
                addMoved(product, j, 1);
            }
            RowSum.addScaled(sums.numerator(first + i), rowSum, kaiser[i], sums.width());
        }
    }

    private void addWeights() {
        float[] row = weights[first % weights.length];
        Arrays.fill(rowSum, 0);
        for (int j = 0; j < kaiser.length; j++) {
            addMoved(row, j, kaiser[j]);
        }
        for (int i = 0; i < kaiser.length; i++) {
            RowSum.addScaled(sums.denominator(first + i), rowSum, kaiser[i], sums.width());
        }
    }

    /** rowSum[x + by] += factor * row[x], through a copy, so that the loop is vectorised. */
    private void addMoved(float[] row, int by, float factor) {
        Arrays.fill(moved, 0, by, 0);
        System.arraycopy(row, 0, moved, by, window.count());
        Arrays.fill(moved, by + window.count(), moved.length, 0);
        RowSum.addScaled(rowSum, moved, factor, moved.length);
    }
}
