package io.grainflow.raw;

import io.grainflow.pair.Capture;
import java.util.List;
import java.util.Optional;

/**
 * Metadata of the camera in a raw file; empty where the file has none.
 *
 * @param make manufacturer
 * @param model model name in EXIF
 * @param iso sensitivity, 0 if unknown
 * @param noiseProfile S and O of variance = S * x + O (DNG 1.4 specification, NoiseProfile), one pair for all colours or one per red,
 *     green and blue
 * @param colourMatrix from XYZ to the camera's red, green and blue, row by row
 * @param asShotNeutral the camera's values of a neutral colour
 */
public record RawCamera(
        String make,
        String model,
        int iso,
        List<Double> noiseProfile,
        List<Double> colourMatrix,
        List<Double> asShotNeutral) {
    public RawCamera {
        noiseProfile = List.copyOf(noiseProfile);
        colourMatrix = List.copyOf(colourMatrix);
        asShotNeutral = List.copyOf(asShotNeutral);
    }

    /** No metadata. */
    public static RawCamera unknown() {
        return new RawCamera("", "", 0, List.of(), List.of(), List.of());
    }

    /** Camera and ISO, if both are known. */
    public Optional<Capture> capture() {
        return model.isBlank() || iso < 1 ? Optional.empty() : Optional.of(Capture.of(model.strip(), iso));
    }
}
