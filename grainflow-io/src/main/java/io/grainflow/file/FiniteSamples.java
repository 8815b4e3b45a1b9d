package io.grainflow.file;

import io.grainflow.problem.InputException;
import java.nio.file.Path;

/** Rejects files with NaN or infinite values, because one of them spoils every mean. The error names the position. */
public final class FiniteSamples {
    private FiniteSamples() {}

    /**
     * Checks values [C,H,W].
     *
     * @throws InputException if one is not finite
     */
    public static void require(Path file, int height, int width, float[] chw) {
        for (int i = 0; i < chw.length; i++) {
            if (!Float.isFinite(chw[i])) {
                throw at(file, chw[i], i / width % height, i % width);
            }
        }
    }

    static InputException at(Path file, float value, int row, int column) {
        return new InputException(
                file.toString(),
                "has the value " + value + " at row " + row + ", column " + column,
                "replace values that are not finite");
    }
}
