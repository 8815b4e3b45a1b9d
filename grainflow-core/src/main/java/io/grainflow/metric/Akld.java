package io.grainflow.metric;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;

/**
 * Average Kullback-Leibler divergence of local noise variances (Yue et al., Dual Adversarial Network, ECCV 2020,
 * equation 17, with the constants of the authors' code): pixel by pixel between zero-mean Gaussians, fake || real.
 */
public final class Akld {
    /** OpenCV's Gaussian kernel of 7 taps if no sigma is given. */
    private static final double[] TAPS = {1 / 32.0, 3.5 / 32, 7 / 32.0, 9 / 32.0, 7 / 32.0, 3.5 / 32, 1 / 32.0};

    private static final int RADIUS = 3;
    private static final double LEAST_VARIANCE = 1e-10;
    private static final double MOST_RATIO = 10;

    private Akld() {}

    /**
     * Half the mean of r - 1 - ln r, where r in [0.1,10] is the ratio of local variances fake / real. DANet averages it over 50 fakes of
     * one image, NAFlow uses one.
     *
     * @param real noisy image of the camera
     * @param fake noisy image of the model, clamped to [0,1] here
     */
    public static double nats(Image clean, Image real, Image fake) {
        SameShape.check("Akld", clean, real, fake);
        Image clampedFake = fake.clamped();
        double sum = 0;
        for (int c = 0; c < clean.channels(); c++) {
            double[] realVariance = localVariance(clean, real, c);
            double[] fakeVariance = localVariance(clean, clampedFake, c);
            for (int i = 0; i < realVariance.length; i++) {
                double ratio = Math.max(LEAST_VARIANCE, fakeVariance[i]) / Math.max(LEAST_VARIANCE, realVariance[i]);
                double limited = Math.min(MOST_RATIO, Math.max(1 / MOST_RATIO, ratio));
                sum += limited - 1 - Math.log(limited);
            }
        }
        return 0.5 * sum / clean.size();
    }

    /** Weighted mean of (noisy - clean)^2 around every pixel [H,W] of a channel; borders are reflected without repeating the edge. */
    static double[] localVariance(Image clean, Image noisy, int channel) {
        int height = clean.height();
        int width = clean.width();
        if (height <= RADIUS || width <= RADIUS) {
            throw new InputException(
                    "AKLD", "needs at least 4x4 pixels, got " + height + "x" + width, "compare larger images");
        }
        double[] a = SeparableFilter.plane(clean, channel);
        double[] b = SeparableFilter.plane(noisy, channel);
        int paddedWidth = width + 2 * RADIUS;
        int paddedHeight = height + 2 * RADIUS;
        double[] padded = new double[paddedHeight * paddedWidth];
        for (int y = 0; y < paddedHeight; y++) {
            int row = reflect(y - RADIUS, height) * width;
            for (int x = 0; x < paddedWidth; x++) {
                int at = row + reflect(x - RADIUS, width);
                double noise = b[at] - a[at];
                padded[y * paddedWidth + x] = noise * noise;
            }
        }
        return SeparableFilter.valid(padded, paddedHeight, paddedWidth, TAPS);
    }

    private static int reflect(int position, int length) {
        int folded = Math.abs(position);
        return folded < length ? folded : 2 * (length - 1) - folded;
    }
}
