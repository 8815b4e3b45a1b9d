package io.grainflow.job;

import io.grainflow.corruption.Corruption;
import io.grainflow.noise.NoiseModel;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;

/** Noise that needs no model file. */
public sealed interface MadeNoise {
    /** The model itself. */
    NoiseModel model();

    /** The stream of one image. */
    Seed streamOf(String image, Seed seed);

    /** A corruption. */
    record Drawn(Corruption corruption) implements MadeNoise {
        @Override
        public NoiseModel model() {
            return corruption;
        }

        @Override
        public Seed streamOf(String image, Seed seed) {
            return seed.child("noise").child(image);
        }

        @Override
        public String toString() {
            return corruption.toString();
        }
    }

    /**
     * Gaussian noise as NumPy draws it after seeding anew for every image.
     *
     * @param sigma standard deviation on the scale of 255, in (0,255]
     */
    record NumPy(double sigma) implements MadeNoise {
        public NumPy {
            if (!(sigma > 0 && sigma <= 255)) {
                throw new IllegalArgumentException("NumPy expects a sigma in (0,255], got " + sigma);
            }
        }

        @Override
        public NoiseModel model() {
            return new NumpyNoise(sigma / 255);
        }

        @Override
        public Seed streamOf(String image, Seed seed) {
            return seed;
        }

        @Override
        public String toString() {
            return "numpy:" + sigma;
        }
    }

    /**
     * Reads {@code numpy:25} or what {@link Corruption#parse} takes.
     *
     * @throws InputException if the words are something else
     */
    static MadeNoise parse(String words) {
        try {
            return words.startsWith("numpy:")
                    ? new NumPy(Double.parseDouble(words.substring(6)))
                    : new Drawn(Corruption.parse(words));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "noise " + words,
                    "is not understood",
                    "give numpy:SIGMA with SIGMA in (0,255], such as numpy:25",
                    e);
        }
    }
}
