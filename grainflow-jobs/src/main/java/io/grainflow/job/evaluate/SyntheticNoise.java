package io.grainflow.job.evaluate;

import io.grainflow.corruption.Corruption;
import io.grainflow.dataset.OddSlices;
import io.grainflow.image.Image;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Optional;

/** Noise that needs no model file. */
public sealed interface SyntheticNoise {
    /** The model itself. */
    NoiseModel model();

    /** The random stream of one image. */
    Seed streamOf(String image, Seed seed);

    /** Noise level that is given to methods without training; empty if they estimate it. */
    Optional<Corruption> told();

    /** Images that this noise can be added to. */
    default PairSource fitted(PairSource images) {
        return images;
    }

    /** Similarity of an image to the clean one, by the protocol of published results for this noise. */
    default DenoiserEvaluation.Quality quality(Image clean, Image image) {
        return DenoiserEvaluation.Quality.of(clean, image);
    }

    /** A corruption. */
    record Drawn(Corruption corruption) implements SyntheticNoise {
        @Override
        public NoiseModel model() {
            return corruption;
        }

        @Override
        public Seed streamOf(String image, Seed seed) {
            return seed.child("noise").child(image);
        }

        @Override
        public Optional<Corruption> told() {
            return Optional.of(corruption);
        }

        @Override
        public String toString() {
            return corruption.toString();
        }
    }

    /** Only some frequencies of a slice are measured. Slices are compared as they are, limited to [0,1]. */
    record Undersampled(KSpaceSampling sampling) implements SyntheticNoise {
        @Override
        public NoiseModel model() {
            return sampling;
        }

        @Override
        public Seed streamOf(String image, Seed seed) {
            return seed.child("noise").child(image);
        }

        @Override
        public Optional<Corruption> told() {
            return Optional.empty();
        }

        @Override
        public PairSource fitted(PairSource images) {
            return new OddSlices(images);
        }

        @Override
        public DenoiserEvaluation.Quality quality(Image clean, Image image) {
            return DenoiserEvaluation.Quality.unrounded(clean, image);
        }

        @Override
        public String toString() {
            return sampling.toString();
        }
    }

    /**
     * Gaussian noise as NumPy draws it after seeding anew for every image.
     *
     * @param sigma standard deviation on the scale of 255, in (0,255]
     */
    record NumPy(double sigma) implements SyntheticNoise {
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
        public Optional<Corruption> told() {
            return Optional.of(new Corruption(Corruption.Kind.GAUSSIAN, sigma, sigma, 0, false));
        }

        @Override
        public String toString() {
            return "numpy:" + sigma;
        }
    }

    /**
     * Reads {@code numpy:25} or what {@link Corruption#parse} or {@link KSpaceSampling#parse} take.
     *
     * @throws InputException if the text has another form
     */
    static SyntheticNoise parse(String words) {
        if (KSpaceSampling.isNamed(words)) {
            return new Undersampled(KSpaceSampling.parse(words));
        }
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
