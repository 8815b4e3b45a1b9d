package io.grainflow.file.nifti;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Bytes of a file that may be compressed by gzip, at any place, in little memory: what lies before the place is skipped, and
 * a place before the last one begins again at the start.
 */
final class VolumeBytes implements AutoCloseable {
    private final Path file;
    private final boolean compressed;
    private InputStream in;
    private long place;

    VolumeBytes(Path file) throws IOException {
        this.file = file;
        try (InputStream start = Files.newInputStream(file)) {
            byte[] magic = start.readNBytes(2);
            compressed = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        }
        in = start();
    }

    private InputStream start() throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return compressed ? new GZIPInputStream(raw, 1 << 16) : new BufferedInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The number of bytes, where it can be known without reading them. */
    long size() throws IOException {
        return compressed ? Long.MAX_VALUE : Files.size(file);
    }

    byte[] read(long at, int length) throws IOException {
        if (at < place) {
            in.close();
            in = start();
            place = 0;
        }
        long skipped = at - place;
        // a failure on the way leaves the place unknown: then the next call begins again
        place = Long.MAX_VALUE;
        in.skipNBytes(skipped);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends after " + (at + bytes.length) + " bytes");
        }
        place = at + length;
        return bytes;
    }

    /** Reads on behind the last value: only there gzip tells whether its content is whole. */
    void requireEnd() throws IOException {
        place = Long.MAX_VALUE;
        in.read();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // only read from: nothing can be lost
            return;
        }
    }
}
