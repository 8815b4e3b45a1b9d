package io.grainflow.job.denoise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Black TIFF and BigTIFF images of any size that take no room on the disk: 8-bit RGB, uncompressed, in one strip. */
final class SparseTiff {
    private static final int START = 256;

    private SparseTiff() {}

    static void write(Path file, int height, int width) throws IOException {
        long values = 3L * height * width;
        boolean big = values > 0xFFFF0000L;
        ByteBuffer out = ByteBuffer.allocate(START).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) {
            out.putInt(8).putLong(16).putLong(9);
        } else {
            out.putInt(8).putShort((short) 9);
        }
        entry(out, big, 256, width);
        entry(out, big, 257, height);
        bits(out, big);
        entry(out, big, 259, 1);
        entry(out, big, 262, 2);
        entry(out, big, 273, START);
        entry(out, big, 277, 3);
        entry(out, big, 278, height);
        entry(out, big, 279, values);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.write(out.array());
            made.setLength(START + values);
        }
    }

    /** 8 for each channel: behind the directory, or in place where there is room. */
    private static void bits(ByteBuffer out, boolean big) {
        out.putShort((short) 258).putShort((short) 3);
        if (big) {
            out.putLong(3).putShort((short) 8).putShort((short) 8).putInt(8);
        } else {
            out.putInt(3).putInt(START - 8);
            out.putShort(START - 8, (short) 8).putShort(START - 6, (short) 8).putShort(START - 4, (short) 8);
        }
    }

    private static void entry(ByteBuffer out, boolean big, int tag, long value) {
        boolean length = tag == 256 || tag == 257 || tag == 273 || tag == 278 || tag == 279;
        out.putShort((short) tag).putShort((short) (length ? big ? 16 : 4 : 3));
        if (big) {
            out.putLong(1).putLong(value);
        } else {
            out.putInt(1).putInt((int) value);
        }
    }
}
