package io.grainflow.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Hash of a data set's content: for every pair its name, scene and capture, and for both files the size and the first and last 64 KiB.
 * Modification times and locations of files are not included. A change only in the middle of a large file is not detected.
 */
final class Fingerprint {
    private static final int SAMPLE = 1 << 16;

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(List<FilePair> pairs) {
        Fingerprint print = new Fingerprint();
        for (FilePair pair : pairs) {
            print.text(pair.name() + "\n" + pair.scene() + "\n" + pair.capture() + "\n");
            print.file(pair.noisy());
            print.file(pair.clean());
        }
        return print.hex();
    }

    static String ofFiles(List<Path> files, String text) {
        Fingerprint print = new Fingerprint();
        print.text(text);
        files.forEach(print::file);
        return print.hex();
    }

    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file that cannot be read is hashed like a missing one; loading it later reports the error. */
    private void file(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            text(size + "\n");
            sample(channel, 0, Math.min(SAMPLE, size));
            sample(channel, Math.max(0, size - SAMPLE), Math.min(SAMPLE, size));
        } catch (IOException | UncheckedIOException e) {
            text("absent\n");
        }
    }

    private void sample(FileChannel channel, long position, long count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) count);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // reads until full
        }
        digest.update(buffer.flip());
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
