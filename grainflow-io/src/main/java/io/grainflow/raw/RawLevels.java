package io.grainflow.raw;

import java.util.List;

/**
 * Digital numbers of black and white.
 *
 * @param black black levels of the four positions in the 2x2 cell, row by row
 * @param white saturation level
 */
public record RawLevels(List<Double> black, int white) {
    public RawLevels {
        black = List.copyOf(black);
        if (black.size() != 4) {
            throw new IllegalArgumentException("RawLevels expects four black levels, got " + black.size());
        }
        for (double level : black) {
            if (!(level >= 0 && level < white && white <= 0xFFFF)) {
                throw new IllegalArgumentException(
                        "RawLevels expects 0 <= black < white <= 65535, got " + black + " and " + white);
            }
        }
    }

    /** Levels with the same black level for all four positions. */
    public static RawLevels of(double black, int white) {
        return new RawLevels(List.of(black, black, black, black), white);
    }

    double black(int y, int x) {
        return black.get(2 * (y & 1) + (x & 1));
    }
}
