package io.grainflow.cli.option;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The file for a result as JSON.
 *
 * @param json a file, {@code -} for standard output; empty for no output
 * @param overwrite whether the file may be replaced
 */
public record ResultFile(Optional<Path> json, boolean overwrite) {
    /** Whether standard output is reserved for JSON. */
    public boolean isStandardOutput() {
        return json.isPresent() && json.get().toString().equals("-");
    }
}
