package io.grainflow.raw;

/**
 * Reads the bits of entropy-coded JPEG data. A zero byte after 255 is stuffing. After a marker, zero bits are returned, but only to
 * complete the last code.
 */
final class JpegBits {
    private static final int SLACK = 64;

    private final byte[] data;
    private int at;
    private long buffer;
    private int available;
    private int beyond;

    JpegBits(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    /** The next difference (ITU-T T.81, H.1.2.2). */
    int difference(HuffmanTable table) {
        int entry = table.entry(peek16());
        skip(entry >> 8);
        int length = entry & 0xFF;
        if (length == 0) {
            return 0;
        }
        if (length == 16) {
            return 1 << 15;
        }
        if (length > 16) {
            throw new IllegalArgumentException("lossless JPEG data is damaged");
        }
        int bits = peek16() >> (16 - length);
        skip(length);
        return bits < 1 << (length - 1) ? bits - (1 << length) + 1 : bits;
    }

    private int peek16() {
        while (available < 16) {
            buffer = (buffer << 8) | next();
            available += 8;
        }
        return (int) (buffer >> (available - 16)) & 0xFFFF;
    }

    private void skip(int bits) {
        available -= bits;
    }

    private int next() {
        int value = at < data.length ? data[at] & 0xFF : 0xFF;
        if (value != 0xFF) {
            at++;
            return value;
        }
        if (at + 1 < data.length && data[at + 1] == 0) {
            at += 2;
            return 0xFF;
        }
        beyond++;
        if (beyond > SLACK / 8) {
            throw new IllegalArgumentException("lossless JPEG data ends early");
        }
        return 0;
    }
}
