package io.grainflow.denoise.bm3d;

/**
 * Parameters for grouping similar blocks in one pass of BM3D (Dabov, Foi, Katkovnik, Egiazarian, Image denoising by sparse 3-D
 * transform-domain collaborative filtering, IEEE TIP 16(8), 2007, table I).
 *
 * @param side N of the square blocks in pixels, 8 to 16
 * @param step distance of the reference blocks in pixels, 1 to the side
 * @param radius search radius for similar blocks, in pixels
 * @param members greatest number of blocks in a group, a power of two
 * @param matchLimit tau: greatest distance of a similar block, as mean squared difference per pixel, white = 1
 */
public record BlockGrouping(int side, int step, int radius, int members, double matchLimit) {
    public BlockGrouping {
        if (side < 8 || side > 16 || step < 1 || step > side || radius < 0) {
            throw new IllegalArgumentException(
                    "BlockGrouping expects a side in 8..16, a step in 1..side and a radius of at least 0, got " + side
                            + ", " + step + ", " + radius);
        }
        if (members < 1 || Integer.bitCount(members) != 1 || !(matchLimit > 0)) {
            throw new IllegalArgumentException(
                    "BlockGrouping expects a power of two of members and a positive limit, got " + members + ", "
                            + matchLimit);
        }
    }

    /** Positions of reference blocks along a side of the image: every step-th, and the last possible one. */
    int[] grid(int length) {
        int last = length - side;
        int regular = last / step + 1;
        int[] places = new int[last % step == 0 ? regular : regular + 1];
        for (int i = 0; i < regular; i++) {
            places[i] = i * step;
        }
        places[places.length - 1] = last;
        return places;
    }
}
