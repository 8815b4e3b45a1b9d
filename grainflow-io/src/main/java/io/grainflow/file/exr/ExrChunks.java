package io.grainflow.file.exr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/** Checks the chunk offset table of an OpenEXR file: every block of rows or tile must exist once and lie inside the file. */
final class ExrChunks {
    private final ExrHeader header;
    private final ByteBuffer file;
    private final BitSet seen = new BitSet();

    private ExrChunks(ExrHeader header, ByteBuffer file) {
        this.header = header;
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws IllegalArgumentException if a chunk is missing, duplicated, truncated or longer than its pixels */
    static void check(ExrHeader header, ByteBuffer file) {
        ExrChunks chunks = new ExrChunks(header, file);
        if (header.tiles().isPresent()) {
            chunks.checkTiles(header.tiles().get());
        } else {
            chunks.checkRows();
        }
    }

    private void checkRows() {
        int rows = header.compression().rows();
        int count = (header.height() + rows - 1) / rows;
        requireTable(count);
        for (int i = 0; i < count; i++) {
            int at = start(i, 8);
            int row = file.getInt(at) - header.top();
            if (row < 0 || row >= header.height() || row % rows != 0) {
                throw new IllegalArgumentException("a chunk for row " + row + " of " + header.height());
            }
            once(row);
            long pixels = (long) Math.min(rows, header.height() - row) * header.width();
            requireData(at + 4, pixels * header.pixelBytes());
        }
    }

    private void checkTiles(ExrHeader.Tiles tiles) {
        int levels = tiles.mipmaps() ? levels(tiles) : 1;
        int[] first = new int[levels + 1];
        for (int level = 0; level < levels; level++) {
            long across = across(tiles, level);
            long down = down(tiles, level);
            first[level + 1] = Math.toIntExact(Math.min(Integer.MAX_VALUE, first[level] + across * down));
        }
        requireTable(first[levels]);
        for (int i = 0; i < first[levels]; i++) {
            int at = start(i, 20);
            int x = file.getInt(at);
            int y = file.getInt(at + 4);
            int level = file.getInt(at + 8);
            if (level < 0
                    || level >= levels
                    || level != file.getInt(at + 12)
                    || x < 0
                    || y < 0
                    || x >= across(tiles, level)
                    || y >= down(tiles, level)) {
                throw new IllegalArgumentException("a tile at (" + x + "," + y + ") of level " + level);
            }
            once(first[level] + y * across(tiles, level) + x);
            long width = Math.min(tiles.width(), size(header.width(), tiles, level) - (long) x * tiles.width());
            long height = Math.min(tiles.height(), size(header.height(), tiles, level) - (long) y * tiles.height());
            requireData(at + 16, width * height * header.pixelBytes());
        }
    }

    private int levels(ExrHeader.Tiles tiles) {
        int larger = Math.max(header.width(), header.height());
        int halvings = 31 - Integer.numberOfLeadingZeros(larger);
        return 1 + (tiles.roundedUp() && Integer.bitCount(larger) > 1 ? halvings + 1 : halvings);
    }

    private static int size(int full, ExrHeader.Tiles tiles, int level) {
        long rounding = tiles.roundedUp() ? (1L << level) - 1 : 0;
        return (int) Math.max(1, (full + rounding) >> level);
    }

    private int across(ExrHeader.Tiles tiles, int level) {
        return (size(header.width(), tiles, level) + tiles.width() - 1) / tiles.width();
    }

    private int down(ExrHeader.Tiles tiles, int level) {
        return (size(header.height(), tiles, level) + tiles.height() - 1) / tiles.height();
    }

    private void requireTable(int count) {
        if (header.end() + 8L * count > file.capacity()) {
            throw new IllegalArgumentException("its table of " + count + " chunks is cut off");
        }
    }

    private int start(int index, int length) {
        long at = file.getLong(header.end() + 8 * index);
        if (at < header.end() || at > file.capacity() - length) {
            throw new IllegalArgumentException("a chunk at byte " + at + " of " + file.capacity());
        }
        return (int) at;
    }

    private void once(int number) {
        if (seen.get(number)) {
            throw new IllegalArgumentException("a chunk is there twice");
        }
        seen.set(number);
    }

    private void requireData(int at, long pixelBytes) {
        int length = file.getInt(at);
        boolean raw = header.compression() == ExrHeader.Compression.NONE;
        if (length < 1 || length > file.capacity() - at - 4 || length > pixelBytes || (raw && length < pixelBytes)) {
            throw new IllegalArgumentException("a chunk of " + length + " bytes for " + pixelBytes + " of pixels");
        }
    }
}
