package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.RowSum;

/**
 * Transforms of the blocks at every position in a window that slides down a plane. Each block is transformed once; a row of blocks is
 * transformed together.
 */
final class BlockSpectra {
    private final float[] plane;
    private final int width;
    private final BlockTransform transform;
    private final Window window;
    private final float[][] pixels;
    private final float[] across;
    private final float[][] shifted;
    private final float[][] coefficients;
    private int next;

    BlockSpectra(float[] plane, int width, BlockTransform transform, int left, int count, int rows, int top) {
        this.plane = plane;
        this.width = width;
        this.transform = transform;
        int side = transform.side();
        window = new Window(left, count, rows, side * side);
        pixels = new float[side][count + side - 1];
        across = new float[count + side - 1];
        shifted = new float[side][count];
        coefficients = new float[side * side][count];
        next = top;
    }

    /** Computes the transforms of block rows up to the given last one. */
    void advance(int last) {
        for (; next <= last; next++) {
            transformRow(next);
            window.store(next, coefficients);
        }
    }

    private void transformRow(int y) {
        int side = transform.side();
        int count = window.count();
        for (int row = 0; row < side; row++) {
            System.arraycopy(plane, (y + row) * width + window.left(), pixels[row], 0, count + side - 1);
        }
        for (int i = 0; i < side; i++) {
            RowSum.of(across, pixels, 0, 1, transform.analysis()[i], count + side - 1);
            for (int k = 0; k < side; k++) {
                System.arraycopy(across, k, shifted[k], 0, count);
            }
            for (int j = 0; j < side; j++) {
                RowSum.of(coefficients[i * side + j], shifted, 0, 1, transform.analysis()[j], count);
            }
        }
    }

    void copyTo(HaarStack stack, int member, int y, int x) {
        stack.put(member, window.row(y), window.at(x));
    }
}
