package io.grainflow.report;

import io.grainflow.image.Image;

/** Limits the size of pictures to about 2.6 MB in total, so that the page stays small enough to send. */
final class PictureSize {
    /** Noise does not compress: a pixel takes three bytes, and four thirds of that in base 64. */
    private static final double BYTES_PER_PIXEL = 4;

    private static final double BUDGET_BYTES = 2.6e6;
    private static final int LARGEST = 256;
    private static final int SMALLEST = 48;

    private PictureSize() {}

    /** The side of a square picture, for a number of pictures. */
    static int side(int pictures) {
        int side = (int) Math.sqrt(BUDGET_BYTES / BYTES_PER_PIXEL / Math.max(1, pictures));
        return Math.max(SMALLEST, Math.min(LARGEST, side));
    }

    static boolean exceeds(Image image, int side) {
        return image.height() > side || image.width() > side;
    }

    /** The middle of an image, at most {@code side} high and wide. */
    static Image middle(Image image, int side) {
        int height = Math.min(side, image.height());
        int width = Math.min(side, image.width());
        return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }
}
