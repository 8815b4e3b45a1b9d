package io.grainflow.denoise;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/** Channels of equal size, stored row by row, white = 1. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Planes(float[][] values, int height, int width) {
    public static Planes of(Image image) {
        float[][] values = new float[image.channels()][];
        for (int c = 0; c < values.length; c++) {
            values[c] = image.channel(c).toArray();
        }
        return new Planes(values, image.height(), image.width());
    }

    public int channels() {
        return values.length;
    }

    public Planes channel(int index) {
        return new Planes(new float[][] {values[index]}, height, width);
    }

    /** The planes, extended by reflection at the right and the bottom until each side has at least the given number of pixels. */
    public Planes atLeast(int side) {
        if (height >= side && width >= side) {
            return this;
        }
        int tall = Math.max(side, height);
        int wide = Math.max(side, width);
        float[][] larger = new float[values.length][tall * wide];
        for (int c = 0; c < values.length; c++) {
            for (int y = 0; y < tall; y++) {
                for (int x = 0; x < wide; x++) {
                    larger[c][y * wide + x] = values[c][mirrored(y, height) * width + mirrored(x, width)];
                }
            }
        }
        return new Planes(larger, tall, wide);
    }

    /** Reflected index inside 0..length-1, with the edge pixel repeated: -1 gives 0, length gives length - 1. */
    public static int mirrored(int at, int length) {
        int phase = Math.floorMod(at, 2 * length);
        return phase < length ? phase : 2 * length - 1 - phase;
    }

    /** The top left part of the given size, as an image. */
    public Image image(PixelDomain domain, int rows, int columns) {
        float[] chw = new float[values.length * rows * columns];
        for (int c = 0; c < values.length; c++) {
            for (int y = 0; y < rows; y++) {
                System.arraycopy(values[c], y * width, chw, (c * rows + y) * columns, columns);
            }
        }
        return Image.adopt(domain, rows, columns, chw);
    }
}
