package io.grainflow.job;

import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.PoissonNoise;
import io.grainflow.random.Seed;
import java.util.Locale;

/**
 * Noise that needs no model file.
 *
 * @param level of Gaussian and NumPy noise the standard deviation on the scale of 255, above 0, at most 255; of Poisson noise the
 *     expected count at white, above 0
 */
public record MadeNoise(Kind kind, double level) {
    /** Which kind. */
    public enum Kind {
        GAUSSIAN,
        /** Gaussian noise as NumPy draws it after seeding anew for every image. */
        NUMPY,
        POISSON;

        /** The word on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public MadeNoise {
        double most = kind == Kind.POISSON ? 1e9 : 255;
        if (!(level > 0 && level <= most)) {
            throw new IllegalArgumentException("MadeNoise expects a level in (0," + most + "], got " + level);
        }
    }

    /** The model itself. */
    public NoiseModel model() {
        return switch (kind) {
            case GAUSSIAN -> new GaussianNoise(level / 255);
            case NUMPY -> new NumpyNoise(level / 255);
            case POISSON -> new PoissonNoise(level);
        };
    }

    /** The stream of one image. */
    Seed streamOf(String image, Seed seed) {
        return kind == Kind.NUMPY ? seed : seed.child("noise").child(image);
    }

    /** As on the command line, such as gaussian:25. */
    @Override
    public String toString() {
        String number = level == Math.rint(level) ? Long.toString((long) level) : Double.toString(level);
        return kind.word() + ":" + number;
    }
}
