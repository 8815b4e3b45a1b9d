package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.nio.file.Path;

/** Renders as files: {@code NAME-color.exr} with {@code NAME-albedo.exr} and {@code NAME-normal.exr} beside it. */
public final class Renders {
    private Renders() {}

    /** Whether a file is named like the colour of a render. */
    public static boolean isColour(Path file) {
        return Shot.Rendered.isNamed(file);
    }

    /** Whether albedo and normals lie beside a render's colour. */
    public static boolean hasFeatures(Path colour) {
        return isColour(colour)
                && !ShotScenes.isReference(colour)
                && new Shot.Rendered(colour).files().size() > 1;
    }

    /**
     * Colour, albedo and normals of a render, nine channels; three where the others are missing.
     *
     * @throws InputException if one of the files cannot be read, or they differ in size
     */
    public static Image withFeatures(Path colour) {
        return new Shot.Rendered(colour).load();
    }
}
