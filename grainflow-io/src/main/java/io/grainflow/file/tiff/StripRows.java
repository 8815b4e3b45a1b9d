package io.grainflow.file.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** The rows of one strip of a TIFF image in order, decompressed on demand. Horizontal differencing (predictor 2) is undone. */
final class StripRows {
    private final TiffLayout layout;
    private final InputStream values;
    private final int rowBytes;
    private int done;

    /** @param values the decompressed bytes of the strip; integers if there is a predictor */
    StripRows(TiffLayout layout, InputStream values) {
        this.layout = layout;
        this.values = values;
        this.rowBytes = Math.toIntExact(layout.rowBytes());
    }

    /** Number of rows read so far. */
    int done() {
        return done;
    }

    void skip(int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            next(1);
        }
    }

    byte[] next(int rows) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(rows, rowBytes)];
        int got = values.readNBytes(bytes, 0, bytes.length);
        if (got < bytes.length) {
            throw new EOFException("ends in row " + (done + got / rowBytes) + " of a strip");
        }
        if (layout.predictor() == 2) {
            for (int row = 0; row < rows; row++) {
                addUp(bytes, row * rowBytes);
            }
        }
        done += rows;
        return bytes;
    }

    private void addUp(byte[] bytes, int start) {
        int channels = layout.page().channels();
        if (layout.page().bits() == 8) {
            for (int i = start + channels; i < start + rowBytes; i++) {
                bytes[i] += bytes[i - channels];
            }
            return;
        }
        int high = layout.order() == ByteOrder.BIG_ENDIAN ? 0 : 1;
        for (int i = start + 2 * channels; i < start + rowBytes; i += 2) {
            int sum = number(bytes, i, high) + number(bytes, i - 2 * channels, high);
            bytes[i + high] = (byte) (sum >> 8);
            bytes[i + 1 - high] = (byte) sum;
        }
    }

    private static int number(byte[] bytes, int at, int high) {
        return (bytes[at + high] & 0xFF) << 8 | (bytes[at + 1 - high] & 0xFF);
    }
}
