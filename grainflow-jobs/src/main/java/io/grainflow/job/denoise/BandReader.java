package io.grainflow.job.denoise;

import io.grainflow.file.ImageRows;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import org.jspecify.annotations.Nullable;

/** Bands of an image with their surroundings, from top to bottom. Rows that two of them share are decoded once. */
final class BandReader {
    private final ImageRows image;
    private final int rows;
    private final int halo;
    private @Nullable Window previous;

    /**
     * A band.
     *
     * @param pixels its rows and the surrounding rows, as far as the image has them
     * @param top first row of the pixels in the image
     * @param start first row of the band in the image
     * @param end row after the last of the band
     */
    record Window(Image pixels, int top, int start, int end) {}

    /** @param halo rows above and below, both whole blocks as the rows are */
    BandReader(ImageRows image, int rows, int halo) {
        this.image = image;
        this.rows = rows;
        this.halo = halo;
    }

    /** Rows of every band except the last. */
    int rows() {
        return rows;
    }

    /** Values of the largest window, with its surroundings. */
    long values() {
        return image.channels()
                * Math.min(image.header().height(), rows + 2L * halo)
                * image.header().width();
    }

    int count() {
        return (image.header().height() + rows - 1) / rows;
    }

    /** The next band. */
    Window next() {
        int height = image.header().height();
        int start = previous == null ? 0 : previous.end;
        int end = (int) Math.min(height, (long) start + rows);
        int top = Math.max(0, start - halo);
        int bottom = (int) Math.min(height, (long) end + halo);
        Window window = new Window(pixels(top, bottom), top, start, end);
        previous = window;
        return window;
    }

    private Image pixels(int top, int bottom) {
        int height = bottom - top;
        int width = image.header().width();
        int channels = image.channels();
        float[] values = new float[Math.toIntExact((long) channels * height * width)];
        int known = 0;
        if (previous != null) {
            Image above = previous.pixels;
            known = previous.top + above.height() - top;
            for (int c = 0; c < channels; c++) {
                int from = (c * above.height() + top - previous.top) * width;
                above.values().get(from, values, c * height * width, known * width);
            }
        }
        if (known < height) {
            image.read(top + known, height - known, values, height, known);
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }
}
