package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * Texture of surfaces: one periodic field with equal variance in every octave, hence a power spectrum of about f^-2. Mean 0, variance 1.
 * Each surface samples it at its own position, scale and stretch.
 */
final class Texture {
    private static final int SIDE = 256;
    private static final int COARSEST = 8;
    private static final float[] TILE = tile();

    private Texture() {}

    /** The field at any finite coordinates, interpolated bilinearly. */
    static float at(double v, double u) {
        int row = (int) Math.floor(v);
        int column = (int) Math.floor(u);
        float down = (float) (v - row);
        float right = (float) (u - column);
        int upper = (row & SIDE - 1) * SIDE;
        int lower = (row + 1 & SIDE - 1) * SIDE;
        int here = column & SIDE - 1;
        int beside = column + 1 & SIDE - 1;
        float above = TILE[upper + here] + right * (TILE[upper + beside] - TILE[upper + here]);
        float below = TILE[lower + here] + right * (TILE[lower + beside] - TILE[lower + here]);
        return above + down * (below - above);
    }

    private static float[] tile() {
        double[] sum = new double[SIDE * SIDE];
        for (int cells = COARSEST; cells <= SIDE; cells *= 2) {
            addOctave(sum, new RandomField(new Seed(1).child("texture").child(cells)), cells);
        }
        double mean = 0;
        double square = 0;
        for (double value : sum) {
            mean += value / sum.length;
            square += value * value / sum.length;
        }
        double scale = 1 / Math.sqrt(square - mean * mean);
        float[] tile = new float[sum.length];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = (float) ((sum[i] - mean) * scale);
        }
        return tile;
    }

    /** Adds a lattice of independent numbers with cosine interpolation between them, scaled to the common variance. */
    private static void addOctave(double[] sum, RandomField random, int cells) {
        int step = SIDE / cells;
        double[] octave = new double[sum.length];
        double square = 0;
        for (int y = 0; y < SIDE; y++) {
            double down = blend((double) (y % step) / step);
            int upper = y / step * cells;
            int lower = (y / step + 1) % cells * cells;
            for (int x = 0; x < SIDE; x++) {
                double right = blend((double) (x % step) / step);
                int here = x / step;
                int beside = (here + 1) % cells;
                double above = (1 - right) * random.normal(upper + here) + right * random.normal(upper + beside);
                double below = (1 - right) * random.normal(lower + here) + right * random.normal(lower + beside);
                double value = (1 - down) * above + down * below;
                octave[y * SIDE + x] = value;
                square += value * value / sum.length;
            }
        }
        double scale = 1 / Math.sqrt(square);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += octave[i] * scale;
        }
    }

    private static double blend(double t) {
        return t * t * (3 - 2 * t);
    }
}
