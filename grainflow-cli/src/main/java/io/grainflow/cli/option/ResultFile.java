package io.grainflow.cli.option;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a result goes as JSON.
 *
 * @param json a file, {@code -} for standard output; empty for nowhere
 * @param overwrite whether the file may be replaced
 */
public record ResultFile(Optional<Path> json, boolean overwrite) {
    /** Whether nothing else may be printed there. */
    public boolean isStandardOutput() {
        return json.isPresent() && json.get().toString().equals("-");
    }
}
