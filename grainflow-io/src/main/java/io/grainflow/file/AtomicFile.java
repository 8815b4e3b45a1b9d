package io.grainflow.file;

import io.grainflow.problem.InputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** Writes files atomically: to a temporary file in the same folder, which is synced to disk and then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes the target and creates its folders if needed. An existing file is kept until the new content is complete.
     *
     * @throws InputException if the folder cannot be written to or the disk is full; no temporary file remains
     */
    public static void write(Path target, Body body) {
        try (PendingFile pending = PendingFile.open(target)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(pending.channel()), 1 << 16);
            body.writeTo(out);
            out.flush();
            pending.complete();
        } catch (IOException | UncheckedIOException e) {
            throw explained(target, e);
        }
    }

    /** Writes a text file as UTF-8. */
    public static void writeText(Path target, String text) {
        write(target, out -> out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** An error of the file system as a message of one line. */
    public static InputException explained(Path target, Exception problem) {
        // encoders wrap exceptions of the file system
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
