package io.grainflow.denoiser.training;

import io.grainflow.corruption.Corruption;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The source of the noisy images of a training. */
public sealed interface TrainingNoise {
    /** A noisy version of the pair's clean image, generated with the seed, or the noisy image of the pair. */
    Image noisy(NoisyPair pair, Seed seed);

    /** Description in one line; equal for equal noise. */
    String description();

    /** Mask of the values that the noisy image of the same seed leaves unchanged, if the noise defines one. */
    default Optional<Image> kept(NoisyPair pair, Seed seed) {
        return Optional.empty();
    }

    /** The loss whose minimiser is the clean image if such noisy images are the targets. */
    default Loss suitedLoss() {
        return Loss.L2;
    }

    /** Whether another seed gives another noisy image of the same scene. */
    default boolean repeatable() {
        return true;
    }

    /** Whether a training on this noise uses whole slices with white = 1 instead of patches. */
    default boolean wholeSlices() {
        return false;
    }

    /** Whether a loss can be used with this noise. */
    default boolean suits(Loss loss) {
        return true;
    }

    /** Batches and objective of a training on this noise. */
    default TrainingSetup<?> setup(DenoiserTask task) {
        return new PatchSetup(task);
    }

    /**
     * Fails early if the noise cannot be generated for some captures.
     *
     * @throws UnknownCaptureException if the noise model does not know one of them
     */
    default void requireKnown(Collection<Capture> captures) {}

    /** The noisy images of the pairs. */
    record Real() implements TrainingNoise {
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return pair.noisy();
        }

        @Override
        public String description() {
            return "real";
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /** Whether the text has a form that {@link #parse} accepts; otherwise it may be the name of a model file. */
    static boolean isNamed(String words) {
        return words.equals("real") || KSpaceSampling.isNamed(words) || Corruption.isNamed(words);
    }

    /** Synthetic noise without a model file, neither clipped nor rounded. Its strength is drawn for every patch. */
    record Synthetic(Corruption corruption) implements TrainingNoise {
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return corruption.sampleNoisy(pair.clean(), pair.capture(), seed);
        }

        @Override
        public Optional<Image> kept(NoisyPair pair, Seed seed) {
            return corruption.kept(pair.clean(), seed);
        }

        @Override
        public Loss suitedLoss() {
            return switch (corruption.kind()) {
                case TEXT -> Loss.L1;
                case IMPULSE -> Loss.L0;
                default -> Loss.L2;
            };
        }

        @Override
        public String description() {
            return corruption.toString();
        }
    }

    /** The error that remains when only some frequencies of a slice are measured (undersampled k-space). */
    record Undersampled(KSpaceSampling sampling) implements TrainingNoise {
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return sampling.sampleNoisy(pair.clean(), pair.capture(), seed);
        }

        @Override
        public boolean wholeSlices() {
            return true;
        }

        /** Its loss is the mean squared error after the measured frequencies were put back. */
        @Override
        public boolean suits(Loss loss) {
            return loss == Loss.L2;
        }

        @Override
        public TrainingSetup<?> setup(DenoiserTask task) {
            return new SliceSetup(task, sampling);
        }

        @Override
        public String description() {
            return sampling.toString();
        }
    }

    /**
     * Noise of a learned model for the camera and ISO of each pair.
     *
     * @param fingerprint of the model, such as a hash of its file
     * @param eightBit whether noisy sRGB images are clipped and rounded to 8 bit, as real files are
     */
    record Learned(NoiseModel model, String fingerprint, boolean eightBit) implements TrainingNoise {
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            Image noisy = model.sampleNoisy(pair.clean(), pair.capture(), seed);
            return eightBit && noisy.domain() == PixelDomain.SRGB ? noisy.quantised(255) : noisy;
        }

        @Override
        public String description() {
            return "model " + fingerprint + (eightBit ? ", 8 bit" : "");
        }

        @Override
        public void requireKnown(Collection<Capture> captures) {
            List<Capture> known = model.captures();
            captures.stream().sorted().forEach(capture -> {
                if (!known.isEmpty() && !known.contains(capture)) {
                    throw new UnknownCaptureException(capture, known);
                }
            });
        }
    }

    /**
     * Additional noise on images that are noisy already, which gives two images with independent noise (Pang, Zheng, Quan, Ji,
     * Recorrupted-to-recorrupted, CVPR 2021): y + n / 2 and y - 2 n, where n is noise like that of y. For Gaussian noise of known strength
     * their errors are independent, so a network that predicts the second from the first learns the mean clean image given the first. If
     * the strength depends on the clean value, it is computed from the noisy value instead, which is a good approximation for weak noise.
     *
     * @param model Gaussian noise, independent of everything but brightness
     * @param description one line; equal for equal noise
     */
    record Recorrupted(NoiseModel model, String description) implements TrainingNoise {
        private static final float ADDED = 0.5f;

        /** The pair's noisy image plus half of the additional noise. */
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return moved(pair, seed, ADDED);
        }

        /** The image whose error is independent of that of {@link #noisy} with the same seed. */
        Image partner(NoisyPair pair, Seed seed) {
            return moved(pair, seed, -1 / ADDED);
        }

        /** The share of the mean squared difference between both images that is noise of the second one. */
        static double partnerShare() {
            double added = ADDED * (double) ADDED;
            return (1 + 1 / added) / (2 + added + 1 / added);
        }

        private Image moved(NoisyPair pair, Seed seed, float factor) {
            float[] values = pair.noisy().toArray();
            float[] noisier =
                    model.sampleNoisy(pair.noisy(), pair.capture(), seed).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += factor * (noisier[i] - values[i]);
            }
            return Image.adopt(
                    pair.noisy().domain(), pair.noisy().height(), pair.noisy().width(), values);
        }
    }

    /**
     * Parses noise that needs no model file: {@code real}, or a form of {@link Corruption#parse} or {@link KSpaceSampling#parse}.
     *
     * @throws InputException if the text has none of these forms
     */
    static TrainingNoise parse(String words) {
        if (KSpaceSampling.isNamed(words)) {
            return new Undersampled(KSpaceSampling.parse(words));
        }
        return words.equals("real") ? new Real() : new Synthetic(Corruption.parse(words));
    }
}
