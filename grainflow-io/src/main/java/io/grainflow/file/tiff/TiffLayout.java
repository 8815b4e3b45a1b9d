package io.grainflow.file.tiff;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * The layout of a TIFF image's pixels in the file: strips, which are as wide as the image, or tiles, in row-major order.
 *
 * @param order byte order of all values
 * @param big whether the file is a BigTIFF file
 * @param partWidth columns of a strip or tile
 * @param partHeight rows of a strip or tile; those of the last strip may be fewer
 * @param lengths length of each part in bytes; empty if the file does not contain it
 * @param tags all tags of the directory
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

    /** Number of parts in a row. */
    int across() {
        return (page.width() - 1) / partWidth + 1;
    }

    /** Number of parts in a column. */
    int down() {
        return (page.height() - 1) / partHeight + 1;
    }

    /** Size in bytes of a decoded row of all channels, at the width of the parts. */
    long rowBytes() {
        return (long) across() * partWidth * page.channels() * (page.bits() / 8);
    }
}
