package io.grainflow.mri;

import io.grainflow.image.Image;
import java.nio.FloatBuffer;

/**
 * Zero padding of slices at the right and at the bottom, for networks that halve their input.
 *
 * @param height of the plane
 * @param width of the plane
 */
public record ZeroPadding(int height, int width) {
    /** The smallest padded size in whole blocks that holds a slice. */
    public static ZeroPadding around(int sliceHeight, int sliceWidth, int block) {
        return new ZeroPadding((sliceHeight + block - 1) / block * block, (sliceWidth + block - 1) / block * block);
    }

    /** The smallest padded size that holds both. */
    public ZeroPadding joined(ZeroPadding other) {
        return new ZeroPadding(Math.max(height, other.height), Math.max(width, other.width));
    }

    /** Number of values of a plane. */
    public int size() {
        return height * width;
    }

    /**
     * Writes a slice into one of several planes, which must be zero before.
     *
     * @param slice [H,W]
     * @param sliceWidth W
     * @param planes [N,height,width]
     */
    public void put(double[] slice, int sliceWidth, float[] planes, int plane) {
        for (int i = 0; i < slice.length; i++) {
            planes[place(i, sliceWidth, plane)] = (float) slice[i];
        }
    }

    /** As {@link #put(double[], int, float[], int)}, of an image of one channel. */
    public void put(Image slice, float[] planes, int plane) {
        FloatBuffer values = slice.values();
        for (int i = 0; i < slice.size(); i++) {
            planes[place(i, slice.width(), plane)] = values.get(i);
        }
    }

    /**
     * Reads the slice from one of several planes.
     *
     * @param planes [N,height,width]
     * @return [sliceHeight,sliceWidth]
     */
    public double[] cut(float[] planes, int plane, int sliceHeight, int sliceWidth) {
        double[] slice = new double[sliceHeight * sliceWidth];
        for (int i = 0; i < slice.length; i++) {
            slice[i] = planes[place(i, sliceWidth, plane)];
        }
        return slice;
    }

    private int place(int pixel, int sliceWidth, int plane) {
        return plane * size() + pixel / sliceWidth * width + pixel % sliceWidth;
    }
}
