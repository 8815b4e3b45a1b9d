package io.grainflow.job.denoise;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.grainflow.denoise.classical.ClassicalMethod;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** A choice of denoiser: a model file, or a method that needs no training. In JSON it is the text that {@link #parse} reads. */
public sealed interface DenoiserChoice {
    /** A trained denoiser. */
    record ModelFile(Path file) implements DenoiserChoice {
        @Override
        @JsonValue
        public String toString() {
            return file.toString();
        }
    }

    /** A method that estimates the noise of each image unless the noise is given. */
    record Method(ClassicalMethod method) implements DenoiserChoice {
        @Override
        @JsonValue
        public String toString() {
            return method.word();
        }
    }

    /**
     * Parses a denoiser's name. An existing file takes precedence over the names of the methods. Any other text is taken as a file,
     * and opening it reports that it is missing.
     *
     * @throws InvalidPathException if the text is neither a method nor a valid path
     */
    @JsonCreator
    static DenoiserChoice parse(String word) {
        Path file = Path.of(word);
        return Files.exists(file)
                ? new ModelFile(file)
                : Arrays.stream(ClassicalMethod.values())
                        .filter(method -> method.word().equals(word))
                        .findFirst()
                        .<DenoiserChoice>map(Method::new)
                        .orElseGet(() -> new ModelFile(file));
    }
}
