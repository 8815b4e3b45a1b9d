package io.grainflow.model;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A format of published weights that can be imported.
 *
 * @param word the name that users give, such as {@code noise-flow}
 * @param reader reads a file; throws {@link InputException} if it is not exactly of this form
 */
public record PublishedFormat(String word, Function<Path, ModelFile<?>> reader) {
    /**
     * Reads published weights.
     *
     * @throws InputException if the file is not exactly of this form
     */
    public ModelFile<?> read(Path file) {
        return reader.apply(file);
    }

    @Override
    public String toString() {
        return word;
    }
}
