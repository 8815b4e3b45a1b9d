package io.grainflow.cli.option;

import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that a result, or the events of a job, are written to as JSON.
 *
 * @param json a file, {@code -} for standard output; empty for no output
 * @param overwrite whether the file may be replaced
 */
public record ResultFile(Optional<Path> json, boolean overwrite) {
    /**
     * Checks, before the work begins, that the file can be written.
     *
     * @throws InputException if a file is there and must not be replaced
     */
    public void check() {
        if (json.isPresent() && !isStandardOutput() && !overwrite && Files.exists(json.get())) {
            throw new InputException(
                    json.get().toString(), "is already there", "choose another name or give --overwrite");
        }
    }

    /** Whether standard output is reserved for JSON. */
    public boolean isStandardOutput() {
        return json.isPresent() && json.get().toString().equals("-");
    }
}
