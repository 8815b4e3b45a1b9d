package io.grainflow.job;

import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.PoissonNoise;
import java.util.Locale;

/**
 * Noise that needs no model file.
 *
 * @param level of Gaussian noise the standard deviation on the scale of 255, above 0, at most 255; of Poisson noise the
 *     expected count at white, above 0
 */
public record MadeNoise(Kind kind, double level) {
    /** Which kind. */
    public enum Kind {
        GAUSSIAN,
        POISSON
    }

    public MadeNoise {
        double most = kind == Kind.GAUSSIAN ? 255 : 1e9;
        if (!(level > 0 && level <= most)) {
            throw new IllegalArgumentException("MadeNoise expects a level in (0," + most + "], got " + level);
        }
    }

    /** The model itself. */
    public NoiseModel model() {
        return kind == Kind.GAUSSIAN ? new GaussianNoise(level / 255) : new PoissonNoise(level);
    }

    /** As on the command line, such as gaussian:25. */
    @Override
    public String toString() {
        String number = level == Math.rint(level) ? Long.toString((long) level) : Double.toString(level);
        return kind.name().toLowerCase(Locale.ROOT) + ":" + number;
    }
}
