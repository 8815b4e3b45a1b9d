package io.grainflow.noise.estimate;

import io.grainflow.image.Image;

/**
 * Standard deviation of white Gaussian noise from one image, in the image's own unit. The methods assume noise that is neither clipped,
 * quantised coarsely nor correlated; otherwise the estimate is too low.
 */
final class WhiteSigma {
    private static final int SIDE = 8;
    private static final int WEAK_SIDE = 7;
    /** Quantile 1 - 1e-6 of the texture of 7x7 patches of pure noise of unit strength: Gamma(45/2, 2 * 35/45). */
    private static final double WEAK_TEXTURE = 81.82076743668523;

    private static final int MOST_WEAK_PATCHES = 260_000;
    private static final int MOST_PATCHES = 30_000;
    /** Least number of patches per dimension; with fewer, the eigenvalues of pure noise spread too much. */
    private static final int FEWEST_PER_DIMENSION = 20;
    /** Above this sigma the texture test accepts everything, and the plain Laplacian is more accurate. */
    private static final double STRONG = 35.0 / 255;

    private WhiteSigma() {}

    /** Whether the image is large enough for the estimate by principal components. */
    static boolean largeEnough(Image image) {
        long positions = (long) Math.max(0, image.height() - SIDE + 1) * Math.max(0, image.width() - SIDE + 1);
        return positions >= (long) FEWEST_PER_DIMENSION * SIDE * SIDE * image.channels();
    }

    /** The best estimate for the kind of image: principal components for colour, weak texture for grey. */
    static double estimate(Image image) {
        if (!largeEnough(image)) {
            return laplacian(image);
        }
        if (image.channels() > 1) {
            double positions = (image.height() - SIDE + 1.0) * (image.width() - SIDE + 1.0);
            return principalComponents(image, (int) Math.ceil(Math.sqrt(positions / MOST_PATCHES)));
        }
        double sigma = weakTexture(image);
        return sigma > STRONG ? laplacian(image) : sigma;
    }

    /** Immerkaer, Fast noise variance estimation, CVIU 64(2), 1996; root mean square over channels. */
    static double laplacian(Image image) {
        double squares = 0;
        for (int c = 0; c < image.channels(); c++) {
            double sum = 0;
            float[] v = image.channel(c).toArray();
            int width = image.width();
            for (int y = 1; y < image.height() - 1; y++) {
                for (int x = 1; x < width - 1; x++) {
                    int i = y * width + x;
                    double corners = (double) v[i - width - 1] + v[i - width + 1] + v[i + width - 1] + v[i + width + 1];
                    double sides = (double) v[i - width] + v[i + width] + v[i - 1] + v[i + 1];
                    sum += Math.abs(corners - 2 * sides + 4 * v[i]);
                }
            }
            double sigma = Math.sqrt(Math.PI / 2) * sum / (6.0 * (width - 2) * (image.height() - 2));
            squares += sigma * sigma;
        }
        return Math.sqrt(squares / image.channels());
    }

    /**
     * Chen, Zhu, Heng, An efficient statistical method for image noise level estimation, ICCV 2015: the mean of the smaller eigenvalues of
     * the covariance of 8x8 patches over all channels, as many as are symmetric about it.
     */
    static double principalComponents(Image image, int step) {
        int channels = image.channels();
        PatchMoments moments = new PatchMoments(channels * SIDE * SIDE);
        float[] values = image.toArray();
        int plane = image.height() * image.width();
        for (int y = 0; y + SIDE <= image.height(); y += step) {
            for (int x = 0; x + SIDE <= image.width(); x += step) {
                for (int c = 0; c < channels; c++) {
                    copyPatch(values, c * plane + y * image.width() + x, image.width(), SIDE, moments.next(), c);
                }
                moments.add();
            }
        }
        double[] falling = SymmetricEigenvalues.of(moments.covariance()).descending();
        double sum = 0;
        for (double value : falling) {
            sum += value;
        }
        for (int i = 0; i < falling.length; i++) {
            double mean = sum / (falling.length - i);
            if (balanced(falling, i, mean)) {
                return Math.sqrt(Math.max(0, mean));
            }
            sum -= falling[i];
        }
        return Math.sqrt(Math.max(0, falling[falling.length - 1]));
    }

    private static boolean balanced(double[] falling, int from, double mean) {
        int balance = 0;
        for (int i = from; i < falling.length; i++) {
            balance += falling[i] > mean ? 1 : falling[i] < mean ? -1 : 0;
        }
        return balance == 0;
    }

    /**
     * Liu, Tanaka, Okutomi, Single-image noise level estimation for blind denoising, IEEE Trans. Image Processing 22(12), 2013: the
     * smallest eigenvalue over those 7x7 patches whose texture can be explained by noise. For one channel.
     */
    static double weakTexture(Image grey) {
        double[] texture = texture(grey);
        double variance = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 3; round++) {
            PatchMoments moments = weakPatches(grey, texture, variance * WEAK_TEXTURE);
            if (moments.count() < WEAK_SIDE * WEAK_SIDE) {
                break;
            }
            variance = SymmetricEigenvalues.of(moments.uncentred()).ascending(0);
        }
        return Math.sqrt(Math.max(0, variance));
    }

    private static PatchMoments weakPatches(Image grey, double[] texture, double limit) {
        int columns = grey.width() - WEAK_SIDE + 1;
        int rows = grey.height() - WEAK_SIDE + 1;
        int step = (int) Math.ceil(Math.sqrt((double) rows * columns / MOST_WEAK_PATCHES));
        float[] values = grey.toArray();
        PatchMoments moments = new PatchMoments(WEAK_SIDE * WEAK_SIDE);
        for (int y = 0; y < rows; y += step) {
            for (int x = 0; x < columns; x += step) {
                if (texture[y * columns + x] < limit) {
                    copyPatch(values, y * grey.width() + x, grey.width(), WEAK_SIDE, moments.next(), 0);
                    moments.add();
                }
            }
        }
        return moments;
    }

    /** Sum of squared central differences inside each 7x7 patch, by its top left corner. */
    private static double[] texture(Image grey) {
        int width = grey.width();
        int columns = width - WEAK_SIDE + 1;
        int rows = grey.height() - WEAK_SIDE + 1;
        float[] v = grey.toArray();
        double[] horizontal = new double[v.length];
        double[] vertical = new double[v.length];
        for (int i = width; i < v.length - width; i++) {
            double down = 0.5 * ((double) v[i + width] - v[i - width]);
            vertical[i] = down * down;
        }
        for (int i = 1; i < v.length - 1; i++) {
            double across = 0.5 * ((double) v[i + 1] - v[i - 1]);
            horizontal[i] = across * across;
        }
        double[] texture = new double[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                texture[y * columns + x] = sum(horizontal, y * width + x + 1, width, WEAK_SIDE, WEAK_SIDE - 2)
                        + sum(vertical, (y + 1) * width + x, width, WEAK_SIDE - 2, WEAK_SIDE);
            }
        }
        return texture;
    }

    private static double sum(double[] values, int from, int width, int rows, int columns) {
        double sum = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                sum += values[from + y * width + x];
            }
        }
        return sum;
    }

    private static void copyPatch(float[] values, int from, int width, int side, double[] vector, int channel) {
        int at = channel * side * side;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                vector[at++] = values[from + y * width + x];
            }
        }
    }
}
