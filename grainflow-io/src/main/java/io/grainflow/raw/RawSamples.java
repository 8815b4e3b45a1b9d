package io.grainflow.raw;

import java.util.Arrays;

/**
 * Decodes the samples of a directory's picture from strips or tiles.
 *
 * @param bits bits of each sample
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record RawSamples(int height, int width, int bits, short[] numbers) {
    private static final int UNCOMPRESSED = 1;
    private static final int JPEG = 7;
    private static final long MOST_SAMPLES = 1L << 29;

    static RawSamples read(TiffDirectory directory) {
        int height = directory.integer(Tag.HEIGHT, 0);
        int width = directory.integer(Tag.WIDTH, 0);
        int bits = directory.integer(Tag.BITS, 0);
        int compression = directory.integer(Tag.COMPRESSION, UNCOMPRESSED);
        if (height < 2 || width < 2 || (long) height * width > MOST_SAMPLES || bits < 8 || bits > 16) {
            throw new IllegalArgumentException("its picture is " + width + "x" + height + " of " + bits + " bits");
        }
        if (compression != UNCOMPRESSED && compression != JPEG) {
            throw new IllegalArgumentException("its compression " + compression + " is not supported");
        }
        boolean tiled = directory.has(Tag.TILE_OFFSETS);
        double[] offsets = directory.numbers(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS);
        double[] lengths = directory.numbers(tiled ? Tag.TILE_BYTES : Tag.STRIP_BYTES);
        int partHeight = directory.integer(tiled ? Tag.TILE_HEIGHT : Tag.ROWS_PER_STRIP, height);
        int partWidth = tiled ? directory.integer(Tag.TILE_WIDTH, width) : width;
        if (partHeight < 1 || partWidth < 1) {
            throw new IllegalArgumentException("its parts are " + partWidth + "x" + partHeight);
        }
        // RowsPerStrip may exceed the height of the image
        partHeight = tiled ? partHeight : Math.min(partHeight, height);
        int across = (width + partWidth - 1) / partWidth;
        int down = (height + partHeight - 1) / partHeight;
        if (offsets.length < (long) across * down || lengths.length < offsets.length) {
            throw new IllegalArgumentException("it lists " + offsets.length + " of " + across * down + " parts");
        }
        short[] numbers = new short[height * width];
        for (int part = 0; part < across * down; part++) {
            byte[] bytes = directory.bytes((long) offsets[part], (long) lengths[part]);
            int top = part / across * partHeight;
            int rows = tiled ? partHeight : Math.min(partHeight, height - top);
            short[] block = compression == JPEG
                    ? jpeg(bytes, rows, partWidth)
                    : unpacked(bytes, rows, partWidth, bits, directory.littleEndian());
            paste(block, partWidth, rows, numbers, top, part % across * partWidth, height, width);
        }
        return new RawSamples(height, width, bits, numbers);
    }

    /** The JPEG data may have other dimensions than the part; only the number of samples must be sufficient. */
    private static short[] jpeg(byte[] bytes, int rows, int columns) {
        LosslessJpeg.Decoded decoded = LosslessJpeg.decode(bytes);
        if (decoded.samples().length < (long) rows * columns) {
            throw new IllegalArgumentException(
                    "a part holds " + decoded.samples().length + " of " + (long) rows * columns + " samples");
        }
        return decoded.samples();
    }

    private static short[] unpacked(byte[] bytes, int rows, int columns, int bits, boolean littleEndian) {
        int rowBytes = (columns * bits + 7) / 8;
        if (bytes.length < (long) rows * rowBytes) {
            throw new IllegalArgumentException("a part is cut off");
        }
        short[] block = new short[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                block[y * columns + x] = (short) sample(bytes, y * rowBytes, x, bits, littleEndian);
            }
        }
        return block;
    }

    private static int sample(byte[] bytes, int row, int x, int bits, boolean littleEndian) {
        if (bits == 8) {
            return bytes[row + x] & 0xFF;
        }
        if (bits == 16) {
            int first = bytes[row + 2 * x] & 0xFF;
            int second = bytes[row + 2 * x + 1] & 0xFF;
            return littleEndian ? (second << 8) | first : (first << 8) | second;
        }
        // other bit depths are packed from the most significant bit, independent of the file's byte order
        int from = x * bits;
        int value = 0;
        for (int i = 0; i < bits; i++) {
            int bit = from + i;
            value = (value << 1) | ((bytes[row + bit / 8] >> (7 - bit % 8)) & 1);
        }
        return value;
    }

    private static void paste(
            short[] block, int columns, int rows, short[] numbers, int top, int left, int height, int width) {
        int copied = Math.min(columns, width - left);
        for (int y = 0; y < rows && top + y < height; y++) {
            System.arraycopy(block, y * columns, numbers, (top + y) * width + left, copied);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawSamples samples && Arrays.equals(numbers, samples.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }
}
