package io.grainflow.inference;

import io.grainflow.image.Image;

/** What stands in for pixels beyond the end of an axis: reflection about the last pixel, which is not repeated. */
final class Reflection {
    private Reflection() {}

    /** The pixel inside [0, length) that stands for one at or behind it; reflects as often as needed. */
    static int of(int index, int length) {
        if (index < length) {
            return index;
        }
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int phase = index % period;
        return phase < length ? phase : period - phase;
    }

    /** An image whose height and width are filled up to multiples of a block. */
    static Image blocks(Image image, int block) {
        int height = (image.height() + block - 1) / block * block;
        int width = (image.width() + block - 1) / block * block;
        float[] values = new float[image.channels() * height * width];
        int at = 0;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    values[at++] = image.at(c, of(y, image.height()), of(x, image.width()));
                }
            }
        }
        return Image.adopt(image.domain(), height, width, values);
    }
}
