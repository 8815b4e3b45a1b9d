package io.grainflow.job.batch;

import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks of output files and folders before the work begins. */
public final class Targets {
    private Targets() {}

    /**
     * Checks one output file.
     *
     * @throws InputException if it exists and must not be replaced, or cannot be written
     */
    public static void file(Path file, OverwritePolicy existing) {
        file(file, existing == OverwritePolicy.REPLACE, "existing=replace");
    }

    /**
     * As {@link #file(Path, OverwritePolicy)}.
     *
     * @param setting of the job that lets the file be replaced, such as {@code start=replace}
     */
    public static void file(Path file, boolean overwrite, String setting) {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "is a folder", "name a file");
        }
        if (Files.exists(file) && !overwrite) {
            throw new InputException(
                    file.toString(), "is already there", "choose another name or give `" + setting + "`");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            folder(parent);
        }
    }

    /**
     * Checks an output folder, and creates it if it is missing.
     *
     * @throws InputException if the model does not support the source be made or written to
     */
    public static void folder(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(folder.toString(), "is a file, not a folder", "name a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException(
                    folder.toString(), "cannot be made (no write permission, or no space)", "name another folder", e);
        }
        if (!Files.isWritable(folder)) {
            throw new InputException(
                    folder.toString(), "cannot be written to", "change its permissions or name another folder");
        }
    }

    /**
     * Checks several output files.
     *
     * @throws InputException if some exist and the policy neither replaces nor keeps them
     */
    public static void files(List<Path> files, OverwritePolicy existing) {
        if (existing != OverwritePolicy.REFUSE) {
            return;
        }
        List<Path> present = files.stream().filter(Files::exists).toList();
        if (!present.isEmpty()) {
            String others = present.size() == 1 ? "" : " (and " + (present.size() - 1) + " more)";
            throw new InputException(
                    present.get(0).toString(),
                    "is already there" + others,
                    "give `existing=replace` to replace, or `existing=keep` to make only what is missing");
        }
    }
}
