package io.grainflow.file;

import io.grainflow.problem.InputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes whole files or nothing: a temporary file in the same folder, synced to disk, then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Produces a file's bytes. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes the target, making its folders if needed. Whatever was there stays until the new content is complete.
     *
     * @throws InputException if the folder cannot be written to or the disk is full; nothing is left behind then
     */
    public static void write(Path target, Body body) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new InputException(target.toString(), "is a folder", "give the name of a file");
        }
        Path temporary = folder.resolve("." + absolute.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + ".part");
        try {
            Files.createDirectories(folder);
            writeSynced(temporary, body);
            move(temporary, absolute);
        } catch (IOException | UncheckedIOException e) {
            throw explained(target, e);
        } finally {
            discard(temporary);
        }
    }

    /** Writes a text file as UTF-8. */
    public static void writeText(Path target, String text) {
        write(target, out -> out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static void writeSynced(Path temporary, Body body) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            body.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // the folder is gone or unreadable: then nothing of ours is left in it either
            return;
        }
    }

    private static InputException explained(Path target, Exception problem) {
        // encoders wrap what the file system said
        Throwable cause = problem;
        while (cause.getCause() instanceof IOException wrapped) {
            cause = wrapped;
        }
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("disk quota")) {
            return new InputException(
                    target.toString(), "the disk is full", "free some space or choose another folder", problem);
        }
        if (cause instanceof AccessDeniedException || reason.contains("permission denied")) {
            return new InputException(
                    target.toString(), "no permission to write here", "choose a folder of your own", problem);
        }
        if (reason.contains("read-only file system")) {
            return new InputException(
                    target.toString(), "the file system is read-only", "choose another folder", problem);
        }
        if (cause instanceof FileAlreadyExistsException || reason.contains("not a directory")) {
            return new InputException(
                    target.toString(), "a part of this path is a file, not a folder", "choose another folder", problem);
        }
        String detail = cause instanceof FileSystemException fs && fs.getReason() != null ? fs.getReason() : reason;
        return new InputException(
                target.toString(), "cannot be written (" + detail + ")", "choose another folder", problem);
    }
}
