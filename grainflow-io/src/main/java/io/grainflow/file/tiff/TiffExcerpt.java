package io.grainflow.file.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Some strips or tiles of a TIFF or BigTIFF image as a small TIFF file in memory. The same ImageIO readers decode it, so that rows of a
 * large image have the same values as in the whole image. If a region of the large file itself is requested, some readers decode everything
 * above it, and some do not support BigTIFF.
 */
final class TiffExcerpt {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int COMPRESSION = 259;
    private static final int STRIP_OFFSETS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int NO_COMPRESSION = 1;

    /**
     * Tags that define the meaning of the values: bits per sample, photometric interpretation, planar configuration, predictor, sample
     * format, JPEG tables, YCbCr.
     */
    private static final Set<Integer> MEANINGS =
            Set.of(258, 259, 262, 266, 277, 284, 317, 338, 339, 347, 529, 530, 531, 532);

    private TiffExcerpt() {}

    /**
     * Makes a file of whole strips or tiles.
     *
     * @param rows height of the resulting image
     * @param parts their bytes as in the large file: strips or tiles in row-major order, plane by plane if channels are stored separately
     */
    static byte[] ofParts(TiffLayout layout, int rows, List<byte[]> parts) {
        List<TiffField> fields = new ArrayList<>();
        layout.tags().values().stream()
                .filter(field -> MEANINGS.contains(field.tag()))
                .forEach(fields::add);
        ByteOrder order = layout.order();
        if (layout.tiled()) {
            fields.add(TiffField.longs(order, TILE_WIDTH, false, layout.partWidth()));
            fields.add(TiffField.longs(order, TILE_HEIGHT, false, layout.partHeight()));
        } else {
            fields.add(TiffField.longs(order, ROWS_PER_STRIP, false, Math.min(rows, layout.partHeight())));
        }
        int offsets = layout.tiled() ? TILE_OFFSETS : STRIP_OFFSETS;
        return file(layout, rows, fields, offsets, layout.tiled() ? TILE_BYTES : STRIP_BYTES, parts);
    }

    /** Makes a file of uncompressed rows with interleaved channels. */
    static byte[] ofRows(TiffLayout layout, int rows, byte[] values) {
        ByteOrder order = layout.order();
        List<TiffField> fields = new ArrayList<>();
        layout.tags().values().stream()
                .filter(field -> MEANINGS.contains(field.tag()))
                .filter(field -> field.tag() != COMPRESSION && field.tag() != TiffLayout.PREDICTOR)
                .forEach(fields::add);
        fields.add(TiffField.shorts(order, COMPRESSION, NO_COMPRESSION));
        fields.add(TiffField.longs(order, ROWS_PER_STRIP, false, rows));
        return file(layout, rows, fields, STRIP_OFFSETS, STRIP_BYTES, List.of(values));
    }

    private static byte[] file(
            TiffLayout layout, int rows, List<TiffField> fields, int offsetsTag, int lengthsTag, List<byte[]> parts) {
        ByteOrder order = layout.order();
        TiffDirectoryWriter writer = new TiffDirectoryWriter(order, false);
        fields.add(TiffField.longs(order, WIDTH, false, layout.page().width()));
        fields.add(TiffField.longs(order, HEIGHT, false, rows));
        long[] lengths = parts.stream().mapToLong(part -> part.length).toArray();
        long[] offsets = new long[lengths.length];
        fields.add(TiffField.longs(order, lengthsTag, false, lengths));
        fields.add(TiffField.longs(order, offsetsTag, false, offsets));
        // the length of the directory does not depend on the offsets of the parts
        long place = writer.headerLength() + (long) writer.length(fields);
        for (int i = 0; i < lengths.length; i++) {
            offsets[i] = place;
            place += lengths[i];
        }
        fields.set(fields.size() - 1, TiffField.longs(order, offsetsTag, false, offsets));
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(place));
        file.put(writer.header(writer.headerLength())).put(writer.directory(fields, writer.headerLength()));
        parts.forEach(file::put);
        return file.array();
    }
}
