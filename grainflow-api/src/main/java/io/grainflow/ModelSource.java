package io.grainflow;

import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where a model comes from: a file, a stream, bytes, or the name of an included model. */
public final class ModelSource {
    private static final String FOLDER = "/io/grainflow/models/";
    private static final String SUFFIX = ".safetensors";

    private final String name;
    private final Supplier<ModelFile<?>> reader;

    private ModelSource(String name, Supplier<ModelFile<?>> reader) {
        this.name = name;
        this.reader = reader;
    }

    /** A model's file. */
    public static ModelSource file(Path file) {
        return new ModelSource(file.toString(), () -> ModelFile.read(file));
    }

    /**
     * The bytes of a model's file.
     *
     * @param name name in error messages
     */
    public static ModelSource bytes(String name, byte[] bytes) {
        byte[] own = bytes.clone();
        return new ModelSource(name, () -> ModelFile.read(name, own));
    }

    /**
     * A model's file as a stream, which is read to its end now and left open.
     *
     * @param name name in error messages
     * @throws InputException if the stream cannot be read
     */
    public static ModelSource stream(String name, InputStream stream) {
        byte[] bytes = all(name, stream);
        return new ModelSource(name, () -> ModelFile.read(name, bytes));
    }

    /**
     * An included model, such as {@code dncnn-polyu}, or a model file. An existing file of that name takes precedence.
     *
     * @throws InputException if there is neither
     */
    public static ModelSource named(String word) {
        Path file = Path.of(word);
        if (Files.exists(file)) {
            return file(file);
        }
        try (InputStream stream = ModelSource.class.getResourceAsStream(FOLDER + word + SUFFIX)) {
            if (stream == null) {
                throw new InputException(
                        word, "is neither a file nor a model that comes along", "check the path or the name");
            }
            return stream(word, stream);
        } catch (IOException e) {
            throw new InputException(word, "cannot be read (" + e.getMessage() + ")", "check the program's files", e);
        }
    }

    /**
     * The model.
     *
     * @throws InputException if it is missing, damaged, no Grainflow model, or of a newer format
     */
    public ModelFile<?> read() {
        return reader.get();
    }

    /** The name in error messages. */
    @Override
    public String toString() {
        return name;
    }

    private static byte[] all(String name, InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new InputException(name, "cannot be read (" + e.getMessage() + ")", "give the stream again", e);
        }
    }
}
