package io.grainflow.denoise.bm3d;

/**
 * Parameters of BM3D's two passes, as published by the authors with version 2.00 of their software.
 *
 * @param basic grouping of the first pass
 * @param threshold lambda of the first pass: coefficients up to this many standard deviations are set to zero
 * @param wiener grouping of the second pass
 */
public record Bm3dProfile(BlockGrouping basic, double threshold, BlockGrouping wiener) {
    /** Above this sigma, white = 1, block matching with the normal profile matches noise instead of the picture. */
    private static final double HIGH_NOISE_ABOVE = 40.0 / 255;

    private static final double SQUARED_LEVELS = 255.0 * 255.0;

    public Bm3dProfile {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("Bm3dProfile expects a positive threshold, got " + threshold);
        }
    }

    /** The usual parameters for a noise of this standard deviation, white = 1. */
    public static Bm3dProfile forSigma(double sigma) {
        return sigma > HIGH_NOISE_ABOVE ? highNoise() : normal();
    }

    /** "np": for a sigma up to 40/255. */
    public static Bm3dProfile normal() {
        return new Bm3dProfile(
                new BlockGrouping(8, 3, 19, 16, 3000 / SQUARED_LEVELS),
                2.7,
                new BlockGrouping(8, 3, 19, 32, 400 / SQUARED_LEVELS));
    }

    /** "vn": for stronger noise. */
    public static Bm3dProfile highNoise() {
        return new Bm3dProfile(
                new BlockGrouping(8, 4, 19, 32, 25_000 / SQUARED_LEVELS),
                2.8,
                new BlockGrouping(11, 6, 19, 32, 3500 / SQUARED_LEVELS));
    }

    /** "lc": several times faster than the normal profile, with a loss of some tenths of a decibel. */
    public static Bm3dProfile fast() {
        return new Bm3dProfile(
                new BlockGrouping(8, 6, 12, 16, 3000 / SQUARED_LEVELS),
                2.7,
                new BlockGrouping(8, 5, 12, 16, 400 / SQUARED_LEVELS));
    }
}
