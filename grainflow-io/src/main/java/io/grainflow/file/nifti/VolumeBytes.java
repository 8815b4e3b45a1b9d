package io.grainflow.file.nifti;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Random access to the bytes of a file that may be compressed by gzip, in little memory. Bytes before the requested offset are skipped; an
 * earlier offset than the last one restarts at the beginning of the file.
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

    /** The number of bytes, if it is known without reading them. */
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
        // after a failure the offset is unknown, so the next call restarts
        place = Long.MAX_VALUE;
        in.skipNBytes(skipped);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends after " + (at + bytes.length) + " bytes");
        }
        place = at + length;
        return bytes;
    }

    /** Reads to the end of the file, where gzip verifies its content. */
    void requireEnd() throws IOException {
        place = Long.MAX_VALUE;
        in.read();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // opened only for reading, so no data can be lost
            return;
        }
    }
}
