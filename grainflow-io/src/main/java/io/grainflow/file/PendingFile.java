package io.grainflow.file;

import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written under a temporary name in the same folder and renamed when it is complete. If it is closed earlier, it is deleted.
 */
public final class PendingFile implements AutoCloseable {
    private final Path temporary;
    private final Path target;
    private final FileChannel channel;

    private PendingFile(Path temporary, Path target, FileChannel channel) {
        this.temporary = temporary;
        this.target = target;
        this.channel = channel;
    }

    /**
     * Creates the temporary file, and its folders if needed.
     *
     * @throws InputException if the target is a folder
     */
    public static PendingFile open(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new InputException(target.toString(), "is a folder", "give the name of a file");
        }
        Path temporary = folder.resolve("." + absolute.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + ".part");
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new PendingFile(temporary, absolute, channel);
    }

    public FileChannel channel() {
        return channel;
    }

    /** Syncs the content to disk and renames the file, replacing an existing one. */
    public void complete() throws IOException {
        channel.force(true);
        channel.close();
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // the folder is gone or unreadable, so there is nothing to clean up
            return;
        }
    }
}
