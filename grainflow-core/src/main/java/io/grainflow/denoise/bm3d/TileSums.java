package io.grainflow.denoise.bm3d;

/** Weighted sums of pixels and of weights over a part of one plane. */
final class TileSums {
    private final int top;
    private final int left;
    private final float[][] numerators;
    private final float[][] denominators;

    TileSums(int top, int left, int height, int width) {
        this.top = top;
        this.left = left;
        numerators = new float[height][width];
        denominators = new float[height][width];
    }

    int top() {
        return top;
    }

    int left() {
        return left;
    }

    int width() {
        return numerators[0].length;
    }

    /** The sums of pixels in the plane's row y. */
    float[] numerator(int y) {
        return numerators[y - top];
    }

    float[] denominator(int y) {
        return denominators[y - top];
    }

    /** Adds these sums to those of the whole plane. */
    void addTo(float[] numerator, float[] denominator, int planeWidth) {
        for (int row = 0; row < numerators.length; row++) {
            int at = (top + row) * planeWidth + left;
            for (int x = 0; x < width(); x++) {
                numerator[at + x] += numerators[row][x];
                denominator[at + x] += denominators[row][x];
            }
        }
    }
}
