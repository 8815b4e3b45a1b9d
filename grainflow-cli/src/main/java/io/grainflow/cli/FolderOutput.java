package io.grainflow.cli;

import io.grainflow.job.Existing;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where many files go, and what becomes of those that are there. */
final class FolderOutput {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write to; made if missing.")
    Path folder;

    @Option(names = "--resume", description = "Keep the files that are there and make only those that are missing.")
    boolean resume;

    Existing existing(RunOptions options) {
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
        return options.overwrite ? Existing.REPLACE : resume ? Existing.KEEP : Existing.REFUSE;
    }
}
