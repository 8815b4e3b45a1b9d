package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * The distribution of colours in a scene. Lightness varies most; of the colour axes blue-yellow varies more than green-red, and both have
 * heavy tails, as in natural scenes (Ruderman, Cronin, Chiao, J. Opt. Soc. Am. A 15, 1998).
 *
 * @param light mean code value
 * @param contrast standard deviation of the code values
 * @param tint colour cast of the illumination on the blue-yellow axis
 */
record Palette(double light, double contrast, double tint) {
    private static final double CHROMA = 0.22;
    private static final double GREEN_RED = 0.5;

    static Palette of(Seed seed) {
        RandomField random = new RandomField(seed.child("palette"));
        return new Palette(
                0.32 + 0.26 * random.uniform(0, 0), 0.13 + 0.1 * random.uniform(1, 0), 0.12 * random.normal(2));
    }

    /** Red, green and blue code values of a surface. */
    double[] colour(Seed seed) {
        RandomField random = new RandomField(seed);
        double value = Math.min(0.97, Math.max(0.03, light + contrast * random.normal(0)));
        // most surfaces have weak colours, few have strong ones
        double strength = -CHROMA * StrictMath.log(random.uniform(1, 0));
        double yellow = tint + strength * random.normal(2);
        double red = GREEN_RED * strength * random.normal(3);
        // near black and white, the gamut leaves little room for colour
        double room = 2.4 * value * (1 - value);
        return new double[] {
            limited(value + room * (0.35 * yellow + 0.5 * red)),
            limited(value + room * (0.15 * yellow - 0.3 * red)),
            limited(value + room * (-0.5 * yellow + 0.05 * red))
        };
    }

    private static double limited(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
