package io.grainflow.cli.option;

import io.grainflow.job.run.OverwritePolicy;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The output folder, and how existing files in it are handled. */
public final class FolderOutput {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write to; made if missing.")
    public Path folder;

    @Option(names = "--resume", description = "Keep the files that are there and make only those that are missing.")
    boolean resume;

    public OverwritePolicy existing(RunOptions options) {
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
        return options.overwrite ? OverwritePolicy.REPLACE : resume ? OverwritePolicy.KEEP : OverwritePolicy.REFUSE;
    }
}
