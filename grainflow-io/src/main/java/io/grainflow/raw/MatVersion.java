package io.grainflow.raw;

import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two formats of MATLAB files; both have the extension {@code .mat}. */
public enum MatVersion {
    /** Version 5. */
    FIVE,
    /** Version 7.3, which is HDF5. */
    SEVEN_THREE;

    /**
     * Detects the version from the file's first bytes.
     *
     * @throws InputException if the file does not exist or is not a MATLAB file
     */
    public static MatVersion of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "does not exist", "give the file as distributed");
        }
        String start;
        try (var in = Files.newInputStream(file)) {
            start = new String(in.readNBytes(16), StandardCharsets.ISO_8859_1);
        }
        if (start.startsWith("MATLAB 5.0")) {
            return FIVE;
        }
        if (start.startsWith("MATLAB 7.3") || start.startsWith("\u0089HDF")) {
            return SEVEN_THREE;
        }
        throw new InputException(file.toString(), "is no MATLAB file", "give the file as distributed");
    }
}
