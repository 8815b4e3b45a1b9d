package io.grainflow.train.data;

import io.grainflow.image.Image;

/** One of the eight flips and rotations of a square. */
public record Orientation(boolean transposed, boolean upsideDown, boolean mirrored) {
    /**
     * One of the eight.
     *
     * @param index 0 (the identity) to 7
     */
    public static Orientation of(int index) {
        return new Orientation((index & 1) != 0, (index & 2) != 0, (index & 4) != 0);
    }

    /** Writes a square image in this orientation into [C,size,size] from an offset. */
    public void copy(Image image, float[] into, int offset) {
        int size = image.height();
        int at = offset;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int row = transposed ? x : y;
                    int column = transposed ? y : x;
                    into[at++] =
                            image.at(c, (upsideDown ? size - 1 - row : row), (mirrored ? size - 1 - column : column));
                }
            }
        }
    }
}
