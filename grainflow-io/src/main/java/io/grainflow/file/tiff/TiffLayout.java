package io.grainflow.file.tiff;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Where the pixels of a TIFF image lie: strips, which are as wide as the image, or tiles, row by row.
 *
 * @param order of the bytes of all values
 * @param big whether the file is a BigTIFF file
 * @param partWidth columns of a strip or tile
 * @param partHeight rows of a strip or tile; those of the last strip may be fewer
 * @param lengths bytes of each part; none if the file does not tell
 * @param tags everything that the directory says
 */
public record TiffLayout(
        TiffPage page,
        ByteOrder order,
        boolean big,
        boolean tiled,
        int partWidth,
        int partHeight,
        List<Long> lengths,
        Map<Integer, TiffField> tags) {
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int PLANAR = 284;
    static final int PREDICTOR = 317;

    int integer(int tag, int otherwise) {
        TiffField field = tags.get(tag);
        return field == null ? otherwise : field.integer(order, otherwise);
    }

    /** Whether each channel has strips or tiles of its own. */
    boolean planar() {
        return integer(PLANAR, 1) == 2;
    }

    int predictor() {
        return integer(PREDICTOR, 1);
    }

    /** Parts beside each other. */
    int across() {
        return (page.width() - 1) / partWidth + 1;
    }

    /** Parts below each other. */
    int down() {
        return (page.height() - 1) / partHeight + 1;
    }

    /** Bytes of a row of all channels once decoded, as wide as the parts. */
    long rowBytes() {
        return (long) across() * partWidth * page.channels() * (page.bits() / 8);
    }
}
