package io.grainflow.mri;

import io.grainflow.image.Image;
import java.nio.FloatBuffer;

/**
 * Circular shift of an image of one channel. It does not change the magnitude of any frequency.
 *
 * @param down rows, may be negative
 * @param right columns, may be negative
 */
public record CircularShift(int down, int right) {
    /** The moved image. */
    public Image of(Image slice) {
        int height = slice.height();
        int width = slice.width();
        FloatBuffer values = slice.values();
        float[] moved = new float[slice.size()];
        for (int y = 0; y < height; y++) {
            int row = Math.floorMod(y + down, height);
            for (int x = 0; x < width; x++) {
                moved[row * width + Math.floorMod(x + right, width)] = values.get(y * width + x);
            }
        }
        return Image.adopt(slice.domain(), height, width, moved);
    }
}
