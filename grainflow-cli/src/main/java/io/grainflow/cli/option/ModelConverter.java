package io.grainflow.cli.option;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A model file, or the name of an included model in the folder {@code models} of the project. */
public final class ModelConverter implements ITypeConverter<Path> {
    private static final String SUFFIX = ".safetensors";
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");

    @Override
    public Path convert(String word) {
        try {
            return model(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("expected a model's file, got '" + word + "'");
        }
    }

    /** An existing file takes precedence. A name that is neither is taken as a file, and opening it reports that it is missing. */
    public static Path model(String word) {
        Path file = Path.of(word);
        if (Files.exists(file)) {
            return file;
        }
        return folder().map(folder -> folder.resolve(word + SUFFIX))
                .filter(Files::isRegularFile)
                .orElse(file);
    }

    /** As {@link #model} if the text can be a name. Other texts, such as data sets with a query, are returned unchanged. */
    public static String nameOrOther(String word) {
        return NAME.matcher(word).matches() ? model(word).toString() : word;
    }

    /** Three folders above the application: {@code grainflow-cli/target/grainflow.jar}. */
    private static Optional<Path> folder() {
        CodeSource source = ModelConverter.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path application = Path.of(source.getLocation().toURI()).toAbsolutePath();
            return Optional.ofNullable(application.getParent())
                    .map(Path::getParent)
                    .map(Path::getParent)
                    .map(root -> root.resolve("models"));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
