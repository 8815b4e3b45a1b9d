package io.grainflow.inference;

import io.grainflow.graph.MirroredIndex;
import io.grainflow.image.Image;

/** Padding by reflection about the last pixel of an axis, which is not duplicated. */
final class Reflection {
    private Reflection() {}

    /** The index inside [0, length) whose pixel pads the given index; reflects repeatedly if needed. */
    static int of(int index, int length) {
        return MirroredIndex.of(index, length);
    }

    /** The image, padded at the right and at the bottom so that height and width are multiples of a block. */
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
