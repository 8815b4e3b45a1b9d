package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.nio.FloatBuffer;

/** Converts between a sensor's mosaic [H,W] and the packed image [4,H/2,W/2], which has one plane per position in the 2x2 cell. */
public final class Mosaic {
    private Mosaic() {}

    /** The mosaic [H,W] of a colour image: at each pixel, the colour that the sensor measures there. */
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
     * Packs a mosaic by position in the 2x2 cell.
     *
     * @param mosaic [height,width], both even, white = 1
     */
    public static Image pack(float[] mosaic, int height, int width) {
        return pack(mosaic, height, width, BayerPattern.RGGB);
    }

    /**
     * Packs a mosaic by colour: red, green beside red, green beside blue, blue.
     *
     * @param mosaic [height,width], both even, white = 1
     */
    public static Image pack(float[] mosaic, int height, int width, BayerPattern pattern) {
        int[] sites = pattern.sitesByColour();
        int rows = height / 2;
        int columns = width / 2;
        float[] packed = new float[4 * rows * columns];
        for (int plane = 0; plane < 4; plane++) {
            for (int y = 0; y < rows; y++) {
                int from = (2 * y + sites[plane] / 2) * width + sites[plane] % 2;
                for (int x = 0; x < columns; x++) {
                    packed[(plane * rows + y) * columns + x] = mosaic[from + 2 * x];
                }
            }
        }
        return Image.adopt(PixelDomain.RAW_PACKED, rows, columns, packed);
    }

    /** The mosaic [2H,2W] of an image [4,H,W] packed by position in the 2x2 cell. */
    public static float[] unpack(Image packed) {
        return unpack(packed, BayerPattern.RGGB);
    }

    /** The mosaic [2H,2W] of an image [4,H,W] packed by colour. */
    public static float[] unpack(Image packed, BayerPattern pattern) {
        int[] sites = pattern.sitesByColour();
        int rows = packed.height();
        int columns = packed.width();
        int width = 2 * columns;
        FloatBuffer values = packed.values();
        float[] mosaic = new float[4 * rows * columns];
        for (int plane = 0; plane < 4; plane++) {
            for (int y = 0; y < rows; y++) {
                int to = (2 * y + sites[plane] / 2) * width + sites[plane] % 2;
                for (int x = 0; x < columns; x++) {
                    mosaic[to + 2 * x] = values.get((plane * rows + y) * columns + x);
                }
            }
        }
        return mosaic;
    }
}
