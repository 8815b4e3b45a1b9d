package io.grainflow.model;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.problem.InputException;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** The registry of all model systems on the class path. */
public final class ModelSystems {
    private static final List<ModelSystem> ALL =
            ServiceLoader.load(ModelSystem.class, ModelSystem.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    static {
        requireNames();
    }

    private ModelSystems() {}

    /** All systems, in the order of the registry. */
    public static List<ModelSystem> all() {
        return ALL;
    }

    /** Specifications that model files may hold. */
    public static List<Class<? extends ModelSpec>> specs() {
        return ALL.stream()
                .<Class<? extends ModelSpec>>flatMap(system -> system.specs().stream())
                .toList();
    }

    /** Formats of published weights that can be imported. */
    public static List<PublishedFormat> formats() {
        return ALL.stream().flatMap(system -> system.imports().stream()).toList();
    }

    /**
     * The format with the given name.
     *
     * @throws InputException that lists the known ones
     */
    public static PublishedFormat format(String word) {
        return formats().stream()
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "format " + word,
                        "is unknown",
                        "known: "
                                + formats().stream().map(PublishedFormat::word).collect(Collectors.joining(", "))));
    }

    /** Two systems with the same name in files could not be distinguished. */
    private static void requireNames() {
        Set<String> names = new HashSet<>();
        for (Class<?> spec : specs()) {
            JsonTypeName name = spec.getAnnotation(JsonTypeName.class);
            if (name == null || !names.add(name.value())) {
                throw new IllegalStateException("model systems expect a JsonTypeName of its own on " + spec.getName()
                        + ", got " + (name == null ? "none" : name.value() + " twice"));
            }
        }
    }
}
