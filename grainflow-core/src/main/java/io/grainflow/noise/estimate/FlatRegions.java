package io.grainflow.noise.estimate;

import io.grainflow.image.Image;

/**
 * The pixels of a pair where noisy - clean is noise and not a remainder of the scene. A reference made of many shots is slightly blurred by
 * movement between them, so outlines of the scene remain in noisy - clean. They increase with the local contrast of the clean image.
 */
final class FlatRegions {
    /** A shift of a tenth of a pixel across this contrast, in noise standard deviations, adds under one percent. */
    private static final double CONTRAST_IN_SIGMA = 1.5;

    private static final int LEVELS = 4096;

    private final float[] contrast;
    private final double limit;
    private final double sigma;

    private FlatRegions(float[] contrast, double limit, double sigma) {
        this.contrast = contrast;
        this.limit = limit;
        this.sigma = sigma;
    }

    /**
     * The pixels whose 3x3 neighbourhood in the clean image spans at most 1.5 noise standard deviations in every
     * channel, or the flatter half of the image if that is more.
     */
    static FlatRegions of(Image clean, Image noisy) {
        float[] contrast = new float[clean.height() * clean.width()];
        float[] cleanValues = clean.toArray();
        for (int c = 0; c < clean.channels(); c++) {
            raiseToRange(cleanValues, c * contrast.length, clean.height(), clean.width(), contrast);
        }
        double median = median(contrast);
        double sigma = deviation(cleanValues, noisy.toArray(), contrast, median);
        return new FlatRegions(contrast, Math.max(median, CONTRAST_IN_SIGMA * sigma), sigma);
    }

    /** Whether the i-th pixel of [H,W] is away from edges. */
    boolean contains(int pixel) {
        return contrast[pixel] <= limit;
    }

    /** Number of pixels of the image, H * W. */
    int pixels() {
        return contrast.length;
    }

    /** Rough standard deviation of the noise over all channels. */
    double sigma() {
        return sigma;
    }

    private static void raiseToRange(float[] values, int offset, int height, int width, float[] contrast) {
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - 1);
            int bottom = Math.min(height - 1, y + 1);
            for (int x = 0; x < width; x++) {
                float least = Float.POSITIVE_INFINITY;
                float most = Float.NEGATIVE_INFINITY;
                for (int row = top; row <= bottom; row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                        float value = values[offset + row * width + column];
                        least = Math.min(least, value);
                        most = Math.max(most, value);
                    }
                }
                int at = y * width + x;
                contrast[at] = Math.max(contrast[at], most - least);
            }
        }
    }

    /** Upper edge of the histogram bin that holds the median, so that at least half the pixels are below. */
    private static double median(float[] contrast) {
        int[] histogram = new int[LEVELS];
        for (float value : contrast) {
            histogram[level(value)]++;
        }
        int below = 0;
        int level = 0;
        while (level < LEVELS - 1 && 2L * (below + histogram[level]) < contrast.length) {
            below += histogram[level++];
        }
        return level == LEVELS - 1 ? Double.POSITIVE_INFINITY : (level + 1.0) / LEVELS;
    }

    private static int level(float value) {
        return Math.min(LEVELS - 1, Math.max(0, (int) (value * LEVELS)));
    }

    private static double deviation(float[] clean, float[] noisy, float[] contrast, double limit) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (int i = 0; i < clean.length; i++) {
            if (contrast[i % contrast.length] <= limit) {
                double noise = (double) noisy[i] - clean[i];
                sum += noise;
                squares += noise * noise;
                count++;
            }
        }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
}
