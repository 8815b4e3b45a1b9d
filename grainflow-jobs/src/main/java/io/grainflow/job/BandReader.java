package io.grainflow.job;

import io.grainflow.file.ImageRows;
import io.grainflow.image.Image;
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
     * @param pixels its rows and those around it, which end at the image
     * @param top row of the image that the pixels begin with
     * @param start row of the image that the band begins with
     * @param end row behind the band's last
     */
    record Window(Image pixels, int top, int start, int end) {
        /** The band's rows of an image that was made of the pixels. */
        Image cut(Image restored) {
            return restored.crop(start - top, 0, end - start, restored.width());
        }
    }

    /** @param halo rows above and below, both whole blocks as the rows are */
    BandReader(ImageRows image, int rows, int halo) {
        this.image = image;
        this.rows = rows;
        this.halo = halo;
    }

    int count() {
        return (image.header().height() + rows - 1) / rows;
    }

    /** The band behind the one that was read last. */
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
        if (previous == null) {
            return image.read(top, bottom - top);
        }
        Image known = previous.pixels;
        int knownEnd = previous.top + known.height();
        Image kept = known.crop(top - previous.top, 0, knownEnd - top, known.width());
        return knownEnd == bottom ? kept : joined(kept, image.read(knownEnd, bottom - knownEnd));
    }

    private static Image joined(Image above, Image below) {
        int width = above.width();
        int height = above.height() + below.height();
        int plane = height * width;
        float[] values = new float[Math.multiplyExact(above.channels(), plane)];
        for (int c = 0; c < above.channels(); c++) {
            int upper = above.height() * width;
            int lower = below.height() * width;
            above.values().get(c * upper, values, c * plane, upper);
            below.values().get(c * lower, values, c * plane + upper, lower);
        }
        return Image.adopt(above.domain(), height, width, values);
    }
}
