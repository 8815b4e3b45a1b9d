package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.Planes;

/**
 * Converts red, green and blue to opponent colours, that is, a mean and two differences of the same range, and back (Dabov, Foi, Katkovnik,
 * Egiazarian, Color image denoising via sparse 3D collaborative filtering with grouping constraint in luminance-chrominance space, ICIP
 * 2007).
 */
final class OpponentColours {
    /** Standard deviations of noise of unit strength in the mean and in the two differences. */
    static final double[] NOISE = {Math.sqrt(1.0 / 3), Math.sqrt(1.0 / 2), Math.sqrt(3.0 / 8)};

    private OpponentColours() {}

    static Planes of(Planes colours) {
        float[][] from = colours.values();
        float[][] to = new float[3][from[0].length];
        for (int i = 0; i < from[0].length; i++) {
            float red = from[0][i];
            float green = from[1][i];
            float blue = from[2][i];
            to[0][i] = (red + green + blue) / 3;
            to[1][i] = (red - blue) / 2;
            to[2][i] = (red - 2 * green + blue) / 4;
        }
        return new Planes(to, colours.height(), colours.width());
    }

    static Planes back(Planes opponents) {
        float[][] from = opponents.values();
        float[][] to = new float[3][from[0].length];
        for (int i = 0; i < from[0].length; i++) {
            float mean = from[0][i];
            float difference = from[1][i];
            float third = from[2][i] * 2 / 3;
            to[0][i] = mean + difference + third;
            to[1][i] = mean - 2 * third;
            to[2][i] = mean - difference + third;
        }
        return new Planes(to, opponents.height(), opponents.width());
    }
}
