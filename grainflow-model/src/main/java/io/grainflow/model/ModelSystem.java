package io.grainflow.model;

import java.util.List;

/**
 * A published system: the specifications that its model files hold, and importers of its published weights. Systems are found by {@link
 * java.util.ServiceLoader}: one line in {@code META-INF/services/io.grainflow.model.ModelSystem} of any jar.
 */
public interface ModelSystem {
    /** Records that files of this system hold; each has its name in files as a {@code JsonTypeName}. */
    List<Class<? extends ModelSpec>> specs();

    /** Formats of published weights that can be imported. */
    default List<PublishedFormat> imports() {
        return List.of();
    }
}
