package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.RowSum;
import io.grainflow.denoise.SlidingWindowSum;
import java.util.Arrays;

/**
 * Finds the blocks most similar to each block in one row of reference blocks (block matching, Dabov et al. 2007, equation 2). For each
 * displacement the squared differences of the whole row are summed over the blocks' height at once, so that a candidate costs one sum over
 * the blocks' width.
 */
final class BlockMatcher {
    private final float[] plane;
    private final int height;
    private final int width;
    private final BlockGrouping grouping;
    private final int[] columns;
    private final int span;
    private final float[][] reference;
    private final float[][] shifted;
    private final SlidingWindowSum sums;
    private final int[] outwards;
    private final int[] found;
    private final float[] worst;
    private final float[] distances;
    private final int[] places;

    /**
     * A matcher.
     *
     * @param plane [height,width]
     * @param columns left sides of the reference blocks, rising
     */
    BlockMatcher(float[] plane, int height, int width, BlockGrouping grouping, int[] columns) {
        this.plane = plane;
        this.height = height;
        this.width = width;
        this.grouping = grouping;
        this.columns = columns.clone();
        span = columns[columns.length - 1] + grouping.side() - columns[0];
        reference = new float[grouping.side()][span];
        shifted = new float[2 * grouping.radius() + grouping.side()][span];
        sums = new SlidingWindowSum(span, grouping.side(), 1);
        outwards = outwards(grouping.radius());
        found = new int[columns.length];
        worst = new float[columns.length];
        distances = new float[columns.length * grouping.members()];
        places = new int[distances.length];
    }

    /** Finds the groups of the reference blocks whose top row is y. */
    void match(int y) {
        int side = grouping.side();
        int radius = grouping.radius();
        begin(y);
        int top = Math.max(0, y - radius);
        int bottom = Math.min(height - side, y + radius);
        for (int dx : outwards) {
            int from = 0;
            while (from < columns.length && columns[from] + dx < 0) {
                from++;
            }
            int to = columns.length;
            while (to > from && columns[to - 1] + dx > width - side) {
                to--;
            }
            if (from == to) {
                continue;
            }
            shift(top, bottom + side, dx);
            for (int dy : outwards) {
                int row = y + dy;
                if (row >= top && row <= bottom && (dx != 0 || dy != 0)) {
                    RowSum.squaredDifferences(sums.input(), reference, shifted, row - top, side, span);
                    sums.sum();
                    select(from, to, row * width + dx);
                }
            }
        }
    }

    /** 0, -1, 1, -2, 2 and so on: near blocks are most often similar, and finding the best ones first saves the most work. */
    private static int[] outwards(int radius) {
        int[] places = new int[2 * radius + 1];
        for (int i = 1; i <= radius; i++) {
            places[2 * i - 1] = -i;
            places[2 * i] = i;
        }
        return places;
    }

    /** Each group begins with its reference block, at a distance smaller than any other. */
    private void begin(int y) {
        int members = grouping.members();
        float limit = (float) (grouping.matchLimit() * grouping.side() * grouping.side());
        Arrays.fill(found, 1);
        Arrays.fill(worst, members > 1 ? limit : -1);
        for (int i = 0; i < columns.length; i++) {
            distances[i * members] = -1;
            places[i * members] = y * width + columns[i];
        }
        for (int row = 0; row < reference.length; row++) {
            System.arraycopy(plane, (y + row) * width + columns[0], reference[row], 0, span);
        }
    }

    /** Values outside the image are not updated, because no block of interest contains them. */
    private void shift(int top, int end, int dx) {
        int left = columns[0] + dx;
        int from = Math.max(0, left);
        int count = Math.min(width, left + span) - from;
        for (int row = top; row < end; row++) {
            System.arraycopy(plane, row * width + from, shifted[row - top], from - left, count);
        }
    }

    private void select(int from, int to, int place) {
        int left = columns[0];
        float[] distanceAt = sums.output();
        float[] limits = worst;
        int[] at = columns;
        for (int i = from; i < to; i++) {
            float distance = distanceAt[at[i] - left];
            if (distance < limits[i]) {
                insert(i, distance, place + at[i]);
            }
        }
    }

    private void insert(int group, float distance, int place) {
        int members = grouping.members();
        int first = group * members;
        int at = first + Math.min(found[group], members - 1);
        while (distances[at - 1] > distance) {
            distances[at] = distances[at - 1];
            places[at] = places[at - 1];
            at--;
        }
        distances[at] = distance;
        places[at] = place;
        if (found[group] < members) {
            found[group]++;
        }
        if (found[group] == members) {
            worst[group] = distances[first + members - 1];
        }
    }

    /** Number of blocks of the group that are used: the greatest power of two of those found. */
    int members(int group) {
        return Integer.highestOneBit(found[group]);
    }

    /** Position y * width + x of a member, the most similar first. */
    int place(int group, int member) {
        return places[group * grouping.members() + member];
    }
}
