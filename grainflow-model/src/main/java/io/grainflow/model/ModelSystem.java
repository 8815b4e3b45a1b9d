package io.grainflow.model;

import java.util.List;

/**
 * What a published system adds to the kinds of models: the specifications that its files hold, and the published weights that it imports.
 * Systems are found by {@link java.util.ServiceLoader}: one line in {@code META-INF/services/io.grainflow.model.ModelSystem} of any jar.
 */
public interface ModelSystem {
    /** Records that files of this system hold; each has its name in files as a {@code JsonTypeName}. */
    List<Class<? extends ModelSpec>> specs();

    /** Published weights that become files of this system. */
    default List<PublishedFormat> imports() {
        return List.of();
    }
}
