package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/** A picture under way: display code values [3,H,W], drawn at twice the size and averaged at the end, which smooths edges. */
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
        values[i] = (float) red;
        values[plane + i] = (float) green;
        values[2 * plane + i] = (float) blue;
    }

    /** The finished picture at its own size, in [0,1]. */
    Image image() {
        int rows = height / SCALE;
        int columns = width / SCALE;
        float[] chw = new float[3 * rows * columns];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    int at = (c * height + SCALE * y) * width + SCALE * x;
                    float sum = values[at] + values[at + 1] + values[at + width] + values[at + width + 1];
                    chw[(c * rows + y) * columns + x] = Math.min(1f, Math.max(0f, sum / (SCALE * SCALE)));
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, rows, columns, chw);
    }
}
