package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.nio.FloatBuffer;

/** Between a sensor's mosaic [H,W] and the packed image [4,H/2,W/2], one plane per site of the 2x2 cell, row by row. */
public final class Mosaic {
    private Mosaic() {}

    /** Keeps at each site the colour that the sensor sees there. */
    static float[] sample(Image cameraRgb, BayerPattern pattern) {
        int height = cameraRgb.height();
        int width = cameraRgb.width();
        FloatBuffer values = cameraRgb.values();
        float[] mosaic = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mosaic[y * width + x] = values.get((pattern.colour(y, x) * height + y) * width + x);
            }
        }
        return mosaic;
    }

    /**
     * Packs a mosaic.
     *
     * @param mosaic [height,width], both even, white = 1
     */
    public static Image pack(float[] mosaic, int height, int width) {
        int rows = height / 2;
        int columns = width / 2;
        float[] packed = new float[4 * rows * columns];
        for (int site = 0; site < 4; site++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    packed[(site * rows + y) * columns + x] = mosaic[(2 * y + site / 2) * width + 2 * x + site % 2];
                }
            }
        }
        return Image.adopt(PixelDomain.RAW_PACKED, rows, columns, packed);
    }

    /** The mosaic [2H,2W] of a packed image [4,H,W]. */
    public static float[] unpack(Image packed) {
        int rows = packed.height();
        int columns = packed.width();
        int width = 2 * columns;
        FloatBuffer values = packed.values();
        float[] mosaic = new float[4 * rows * columns];
        for (int site = 0; site < 4; site++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    mosaic[(2 * y + site / 2) * width + 2 * x + site % 2] = values.get((site * rows + y) * columns + x);
                }
            }
        }
        return mosaic;
    }
}
