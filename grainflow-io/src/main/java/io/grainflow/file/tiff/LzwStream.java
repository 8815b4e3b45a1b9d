package io.grainflow.file.tiff;

import java.io.IOException;
import java.io.InputStream;

/** Decompresses TIFF's LZW (TIFF 6.0, 1992, section 13): codes of 9 to 12 bits, most significant bit first. */
final class LzwStream extends InputStream {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int MOST = 4096;

    private final InputStream codes;
    /** A code represents the string of another code (its prefix) plus one byte. */
    private final short[] prefixes = new short[MOST];

    private final byte[] firsts = new byte[MOST];
    private final byte[] lasts = new byte[MOST];
    private final int[] lengths = new int[MOST];
    private final byte[] pending = new byte[MOST];
    private int pendingAt;
    private int pendingEnd;
    private int next = FIRST;
    private int width = 9;
    private int previous = -1;
    private int bits;
    private int bitCount;
    private boolean ended;

    LzwStream(InputStream codes) {
        this.codes = codes;
        for (int i = 0; i < CLEAR; i++) {
            firsts[i] = (byte) i;
            lasts[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            if (pendingAt == pendingEnd && !expand()) {
                break;
            }
            int part = Math.min(length - count, pendingEnd - pendingAt);
            System.arraycopy(pending, pendingAt, bytes, offset + count, part);
            pendingAt += part;
            count += part;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Decodes the next code to pending bytes. */
    private boolean expand() throws IOException {
        int code = ended ? END : code();
        while (code == CLEAR) {
            next = FIRST;
            width = 9;
            previous = -1;
            code = code();
        }
        if (code == END) {
            ended = true;
            return false;
        }
        if (code > next || (code == next && previous < 0) || (previous < 0 && code > END)) {
            throw new IOException("LZW code " + code + " is not known yet");
        }
        if (previous >= 0 && next < MOST) {
            prefixes[next] = (short) previous;
            lengths[next] = lengths[previous] + 1;
            firsts[next] = firsts[previous];
            lasts[next] = firsts[code];
            next++;
            // the encoder switches to longer codes one code early
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        spell(code);
        previous = code;
        return true;
    }

    private void spell(int code) {
        pendingAt = 0;
        pendingEnd = lengths[code];
        int at = code;
        for (int i = pendingEnd - 1; i >= 0; i--) {
            pending[i] = lasts[at];
            at = prefixes[at];
        }
    }

    private int code() throws IOException {
        while (bitCount < width) {
            int more = codes.read();
            if (more < 0) {
                return END;
            }
            bits = bits << 8 | more;
            bitCount += 8;
        }
        bitCount -= width;
        int code = bits >>> bitCount & (1 << width) - 1;
        bits &= (1 << bitCount) - 1;
        return code;
    }
}
