package io.grainflow.denoise;

/** Sliding window sums over an array, computed by doubling: sums of 2 from sums of 1, of 4 from sums of 2, and so on. */
public final class SlidingWindowSum {
    private final int side;
    private final int stride;
    private final int[] offsets;
    private final float[][] doubled;
    private final float[] moved;
    private final float[] rest;

    /**
     * A window.
     *
     * @param count length of the arrays
     * @param side number of values in the window, at least 2
     * @param stride distance of the values in the window: 1 along rows, the length of a row along columns
     */
    public SlidingWindowSum(int count, int side, int stride) {
        this.side = side;
        this.stride = stride;
        doubled = new float[32 - Integer.numberOfLeadingZeros(side)][count];
        offsets = new int[doubled.length];
        for (int level = doubled.length - 2; level >= 0; level--) {
            offsets[level] = offsets[level + 1] + (side & (2 << level));
        }
        moved = new float[count];
        rest = new float[count];
    }

    /** The array whose windows are summed, to be written to. */
    public float[] input() {
        return doubled[0];
    }

    /** The sum of input[x], input[x + stride], ..., input[x + (side - 1) * stride] at each x where the window fits. */
    public float[] output() {
        return Integer.bitCount(side) == 1 ? doubled[doubled.length - 1] : rest;
    }

    public void sum() {
        int count = moved.length;
        int reach = 1;
        for (int level = 1; level < doubled.length; level++) {
            float[] half = doubled[level - 1];
            int step = reach;
            reach *= 2;
            int fits = count - (reach - 1) * stride;
            System.arraycopy(half, step * stride, moved, 0, fits);
            RowSum.add(doubled[level], half, moved, fits);
        }
        float[] total = doubled[doubled.length - 1];
        int fits = count - (side - 1) * stride;
        for (int level = doubled.length - 2; level >= 0; level--) {
            if ((side & (1 << level)) != 0) {
                System.arraycopy(doubled[level], offsets[level] * stride, moved, 0, fits);
                RowSum.add(rest, total, moved, fits);
                total = rest;
            }
        }
    }
}
