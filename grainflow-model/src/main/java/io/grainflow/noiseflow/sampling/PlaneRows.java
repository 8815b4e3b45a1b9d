package io.grainflow.noiseflow.sampling;

import io.grainflow.image.Image;
import java.nio.FloatBuffer;

/**
 * The rows of an image's planes in the flow's order: planes of a packed image, or the sites of the 2x2 cells of a mosaic.
 *
 * @param clean the image
 * @param order plane of the image, row by row of the cell, for each channel of the flow
 * @param cell 1 for a packed image, 2 for a mosaic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlaneRows(Image clean, int[] order, int cell) {
    int channels() {
        return order.length;
    }

    int height() {
        return clean.height() / cell;
    }

    int width() {
        return clean.width() / cell;
    }

    /** Index of the first value of a row among the image's values. */
    private int start(int channel, int y) {
        int plane = order[channel];
        return cell == 1
                ? (plane * clean.height() + y) * clean.width()
                : (cell * y + plane / cell) * clean.width() + plane % cell;
    }

    /** Index of the first value of a row in the packed image, which selects the random numbers of the row. */
    long place(int channel, int y) {
        return ((long) order[channel] * height() + y) * width();
    }

    /** A row, clipped to [0,1]. */
    void readLight(int channel, int y, float[] row) {
        FloatBuffer values = clean.values();
        int at = start(channel, y);
        for (int x = 0; x < row.length; x++) {
            row[x] = Math.min(1f, Math.max(0f, values.get(at + cell * x)));
        }
    }

    /** Writes a row plus noise into the values of an image of the same shape. */
    void addTo(float[] noise, int channel, int y, float[] output) {
        FloatBuffer values = clean.values();
        int at = start(channel, y);
        for (int x = 0; x < noise.length; x++) {
            output[at + cell * x] = values.get(at + cell * x) + noise[x];
        }
    }
}
