package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.nio.file.Path;

/** Reads renders from {@code NAME-color.exr}, {@code NAME-albedo.exr} and {@code NAME-normal.exr} in one folder. */
public final class Renders {
    private Renders() {}

    /** Whether the name is that of a render's colour image. */
    public static boolean isColour(Path file) {
        return Shot.Rendered.isNamed(file);
    }

    /** Whether albedo and normals exist beside a render's colour image. */
    public static boolean hasFeatures(Path colour) {
        return isColour(colour)
                && !ShotScenes.isReference(colour)
                && new Shot.Rendered(colour).files().size() > 1;
    }

    /**
     * Colour, albedo and normals of a render, nine channels; only three channels of colour if the other files are missing.
     *
     * @throws InputException if one of the files cannot be read, or they differ in size
     */
    public static Image withFeatures(Path colour) {
        return new Shot.Rendered(colour).load();
    }
}
