package io.grainflow.job.denoise;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.grainflow.denoise.classical.ClassicalMethod;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** Which denoiser restores: a model's file, or a method that needs no training. In JSON the word that {@link #parse} reads. */
public sealed interface DenoiserChoice {
    /** A trained denoiser. */
    record ModelFile(Path file) implements DenoiserChoice {
        @Override
        @JsonValue
        public String toString() {
            return file.toString();
        }
    }

    /** A method that estimates the noise of each image, or is told it. */
    record Method(ClassicalMethod method) implements DenoiserChoice {
        @Override
        @JsonValue
        public String toString() {
            return method.word();
        }
    }

    /**
     * Reads what a user calls a denoiser: a file of that name goes first, then the words of the methods; what is neither is taken for a file,
     * which will be missed when it is read.
     *
     * @throws InvalidPathException if it can be neither
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
