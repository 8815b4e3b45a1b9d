package io.grainflow.noise.estimate;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.problem.InputException;

/** Estimates the noise of one image without a reference. */
public final class NoiseLevelEstimator {
    private static final int LEAST_SIDE = 32;
    /**
     * Halving ratios from here on mean correlated noise. White noise of at least five grey levels has less: up to 0.54 on colour
     * photographs.
     */
    private static final double CORRELATED_COLOUR_FROM = 0.6;

    /** The same for grey photographs, on which texture is harder to distinguish from noise: nine of ten with white noise have less. */
    private static final double CORRELATED_GREY_FROM = 0.7;

    /** Ratio of the strongest to the weakest standard deviation over an image's values from which noise counts as signal-dependent. */
    private static final double SIGNAL_DEPENDENT_FROM = 1.4;

    private NoiseLevelEstimator() {}

    /**
     * Strength and kind of the noise: white sigma by principal components (Chen et al. 2015) or, for one channel, weak
     * texture (Liu et al. 2013); signal-dependent variance by level sets (Foi et al. 2008); and whether neighbours are
     * independent by comparing with the image averaged over 2x2 blocks.
     *
     * @param image [C,H,W], at least 32x32
     * @throws InputException if the image is smaller
     */
    public static NoiseLevelEstimate estimate(Image image) {
        if (!takes(image)) {
            throw new InputException(
                    "noise estimate",
                    "needs at least 32x32 pixels, got " + image.height() + "x" + image.width(),
                    "give a larger image");
        }
        double[] slope = new double[image.channels()];
        double[] offset = new double[image.channels()];
        double contrast = 0;
        for (int c = 0; c < image.channels(); c++) {
            LevelSets.Level[] levels = LevelSets.of(image.channel(c).toArray(), image.height(), image.width());
            LevelLine line = LevelLine.through(levels);
            slope[c] = line.slope();
            offset[c] = line.offset();
            contrast += contrast(line, levels) / image.channels();
        }
        double sigma = WhiteSigma.estimate(image);
        double ratio = halvingRatio(image, sigma);
        NoiseLevelEstimate.Kind kind = ratio >= (image.channels() > 1 ? CORRELATED_COLOUR_FROM : CORRELATED_GREY_FROM)
                ? NoiseLevelEstimate.Kind.CORRELATED
                : contrast >= SIGNAL_DEPENDENT_FROM
                        ? NoiseLevelEstimate.Kind.SIGNAL_DEPENDENT
                        : NoiseLevelEstimate.Kind.WHITE;
        return new NoiseLevelEstimate(kind, sigma, new NoiseLevel(slope, offset), ratio);
    }

    /** Whether an image is large enough for the estimate. */
    public static boolean takes(Image image) {
        return image.height() >= LEAST_SIDE && image.width() >= LEAST_SIDE;
    }

    /** Ratio of standard deviations between the values at the 5th and the 95th percentile of the level sets. */
    private static double contrast(LevelLine line, LevelSets.Level[] levels) {
        double mean = 0;
        for (LevelSets.Level level : levels) {
            mean += line.at(level.clean()) / levels.length;
        }
        double least = Math.max(NoiseLevel.VARIANCE_FLOOR, 0.01 * mean);
        double dark = Math.max(least, line.at(levels[levels.length / 20].clean()));
        double bright = Math.max(least, line.at(levels[levels.length - 1 - levels.length / 20].clean()));
        return Math.sqrt(Math.max(dark, bright) / Math.min(dark, bright));
    }

    private static double halvingRatio(Image image, double sigma) {
        Image half = halved(image);
        if (!WhiteSigma.largeEnough(half)) {
            double full = WhiteSigma.laplacian(image);
            return full == 0 ? 0.5 : WhiteSigma.laplacian(half) / full;
        }
        return sigma == 0 ? 0.5 : WhiteSigma.estimate(half) / sigma;
    }

    /** Means of 2x2 blocks; a last odd row or column is left out. */
    private static Image halved(Image image) {
        int height = image.height() / 2;
        int width = image.width() / 2;
        float[] values = image.toArray();
        float[] half = new float[image.channels() * height * width];
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int at = (c * image.height() + 2 * y) * image.width() + 2 * x;
                    half[(c * height + y) * width + x] =
                            (values[at] + values[at + 1] + values[at + image.width()] + values[at + image.width() + 1])
                                    / 4;
                }
            }
        }
        return Image.adopt(image.domain(), height, width, half);
    }
}
