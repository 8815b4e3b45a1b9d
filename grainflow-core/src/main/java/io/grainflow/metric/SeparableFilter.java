package io.grainflow.metric;

import io.grainflow.image.Image;

/** Correlation of a plane with the same taps along rows and columns, at the positions where the window lies inside (mode "valid"). */
final class SeparableFilter {
    private SeparableFilter() {}

    /**
     * The filtered plane [height - n + 1, width - n + 1] for n taps.
     *
     * @param plane [height,width], each at least n
     */
    static double[] valid(double[] plane, int height, int width, double[] taps) {
        int outWidth = width - taps.length + 1;
        int outHeight = height - taps.length + 1;
        double[] rows = new double[height * outWidth];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < taps.length; k++) {
                addScaled(plane, y * width + k, taps[k], rows, y * outWidth, outWidth);
            }
        }
        double[] out = new double[outHeight * outWidth];
        for (int y = 0; y < outHeight; y++) {
            for (int k = 0; k < taps.length; k++) {
                addScaled(rows, (y + k) * outWidth, taps[k], out, y * outWidth, outWidth);
            }
        }
        return out;
    }

    private static void addScaled(double[] from, int fromAt, double factor, double[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += factor * from[fromAt + i];
        }
    }

    /** One channel in double precision. */
    static double[] plane(Image image, int channel) {
        int count = image.height() * image.width();
        float[] values = new float[count];
        image.values().get(channel * count, values);
        double[] plane = new double[count];
        for (int i = 0; i < count; i++) {
            plane[i] = values[i];
        }
        return plane;
    }
}
