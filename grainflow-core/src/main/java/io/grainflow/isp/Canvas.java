package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/**
 * A picture while it is drawn: display code values [3,H,W]. It is drawn at twice the size and filtered at the end with (1,3,3,1)/8 in each
 * direction, which is about as sharp as a good lens.
 */
final class Canvas {
    private static final int SCALE = 2;

    private final int height;
    private final int width;
    private final float[] values;

    Canvas(int height, int width) {
        this.height = height * SCALE;
        this.width = width * SCALE;
        this.values = new float[3 * this.height * this.width];
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    void set(int y, int x, double red, double green, double blue) {
        int i = y * width + x;
        int plane = height * width;
        values[i] = limited(red);
        values[plane + i] = limited(green);
        values[2 * plane + i] = limited(blue);
    }

    private static float limited(double value) {
        return (float) Math.min(1, Math.max(0, value));
    }

    /** The finished picture at its own size, in [0,1]. */
    Image image() {
        int rows = height / SCALE;
        int columns = width / SCALE;
        float[] chw = new float[3 * rows * columns];
        float[] narrow = new float[height * columns];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * height + y) * width;
                for (int x = 0; x < columns; x++) {
                    int before = row + Math.max(0, SCALE * x - 1);
                    int after = row + Math.min(width - 1, SCALE * x + 2);
                    int at = row + SCALE * x;
                    narrow[y * columns + x] = filtered(values[before], values[at], values[at + 1], values[after]);
                }
            }
            for (int y = 0; y < rows; y++) {
                int before = Math.max(0, SCALE * y - 1) * columns;
                int after = Math.min(height - 1, SCALE * y + 2) * columns;
                int at = SCALE * y * columns;
                for (int x = 0; x < columns; x++) {
                    chw[(c * rows + y) * columns + x] =
                            filtered(narrow[before + x], narrow[at + x], narrow[at + columns + x], narrow[after + x]);
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, rows, columns, chw);
    }

    private static float filtered(float before, float first, float second, float after) {
        return 0.125f * (before + after) + 0.375f * (first + second);
    }
}
