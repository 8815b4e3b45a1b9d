package io.grainflow.metric;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.util.Arrays;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli, IEEE Trans. Image Processing 13(4), 2004, equation 13) of images in [0,1], with
 * K1 = 0.01, K2 = 0.03, averaged over the channels and over the positions where the window lies inside the image. 1 for equal images;
 * symmetric.
 */
public final class Ssim {
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final double[] GAUSSIAN_11 = gaussian(5, 1.5);
    private static final double[] UNIFORM_7 = uniform(7);

    private Ssim() {}

    /** Gaussian window of 11x11, sigma 1.5, population statistics: the usual one, as in MATLAB, KAIR and NAFlow. */
    public static double mean(Image reference, Image estimate) {
        return mean(reference, estimate, GAUSSIAN_11, 1);
    }

    /** Uniform window of 7x7, sample statistics: what scikit-image computes by default. */
    public static double scikitImageDefault(Image reference, Image estimate) {
        return mean(reference, estimate, UNIFORM_7, 49.0 / 48);
    }

    private static double mean(Image reference, Image estimate, double[] taps, double covarianceFactor) {
        SameShape.check("Ssim", reference, estimate);
        if (reference.height() < taps.length || reference.width() < taps.length) {
            throw new InputException(
                    "SSIM",
                    "needs at least " + taps.length + "x" + taps.length + " pixels, got " + reference.height() + "x"
                            + reference.width(),
                    "compare larger images");
        }
        double sum = 0;
        for (int c = 0; c < reference.channels(); c++) {
            sum += channelMean(reference, estimate, c, taps, covarianceFactor);
        }
        return sum / reference.channels();
    }

    private static double channelMean(
            Image reference, Image estimate, int channel, double[] taps, double covarianceFactor) {
        int height = reference.height();
        int width = reference.width();
        double[] a = SeparableFilter.plane(reference, channel);
        double[] b = SeparableFilter.plane(estimate, channel);
        double[] squares = new double[a.length];
        double[] products = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            squares[i] = a[i] * a[i] + b[i] * b[i];
            products[i] = a[i] * b[i];
        }
        double[] meanA = SeparableFilter.valid(a, height, width, taps);
        double[] meanB = SeparableFilter.valid(b, height, width, taps);
        double[] meanSquares = SeparableFilter.valid(squares, height, width, taps);
        double[] meanProducts = SeparableFilter.valid(products, height, width, taps);
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double product = meanA[i] * meanB[i];
            double square = meanA[i] * meanA[i] + meanB[i] * meanB[i];
            double covariance = covarianceFactor * (meanProducts[i] - product);
            double variances = covarianceFactor * (meanSquares[i] - square);
            sum += (2 * product + C1) * (2 * covariance + C2) / ((square + C1) * (variances + C2));
        }
        return sum / meanA.length;
    }

    private static double[] gaussian(int radius, double sigma) {
        double[] taps = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            taps[i] = Math.exp(-(i - radius) * (double) (i - radius) / (2 * sigma * sigma));
            sum += taps[i];
        }
        for (int i = 0; i < taps.length; i++) {
            taps[i] /= sum;
        }
        return taps;
    }

    private static double[] uniform(int length) {
        double[] taps = new double[length];
        Arrays.fill(taps, 1.0 / length);
        return taps;
    }
}
