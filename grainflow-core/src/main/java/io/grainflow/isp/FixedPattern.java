package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * Fixed-pattern noise of a sensor, equal in every shot: pixel response non-uniformity, dark offsets, column offsets. It depends only on the
 * camera's serial seed and the position.
 *
 * @param serial identifies the sensor
 * @param responseSigma relative standard deviation of the pixels' response
 * @param darkSigma standard deviation of the pixels' offsets, white = 1
 * @param columnSigma standard deviation of the columns' offsets, white = 1
 */
public record FixedPattern(Seed serial, double responseSigma, double darkSigma, double columnSigma) {
    /** Adds the pattern to a mosaic [H,W] in place. */
    void addTo(float[] mosaic, int height, int width) {
        RandomField response = new RandomField(serial.child("response"));
        RandomField dark = new RandomField(serial.child("dark"));
        RandomField column = new RandomField(serial.child("column"));
        double[] columns = new double[width];
        for (int x = 0; x < width; x++) {
            columns[x] = columnSigma * column.normal(x);
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                // positions are numbered independently of the image's width, so that crops of one sensor agree
                long site = ((long) y << 20) | x;
                mosaic[i] = (float) (mosaic[i] * (1 + responseSigma * response.normal(site))
                        + darkSigma * dark.normal(site)
                        + columns[x]);
            }
        }
    }
}
