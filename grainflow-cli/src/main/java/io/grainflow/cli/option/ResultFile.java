package io.grainflow.cli.option;

import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a result, or what is told on the way to it, goes as JSON.
 *
 * @param json a file, {@code -} for standard output; empty for nowhere
 * @param overwrite whether the file may be replaced
 */
public record ResultFile(Optional<Path> json, boolean overwrite) {
    /**
     * Before the work: would it find its place?
     *
     * @throws InputException if a file is there and must not be replaced
     */
    public void check() {
        if (json.isPresent() && !isStandardOutput() && !overwrite && Files.exists(json.get())) {
            throw new InputException(
                    json.get().toString(), "is already there", "choose another name or give --overwrite");
        }
    }

    /** Whether nothing else may be printed there. */
    public boolean isStandardOutput() {
        return json.isPresent() && json.get().toString().equals("-");
    }
}
