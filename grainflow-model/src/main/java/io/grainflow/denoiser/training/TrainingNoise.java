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

/** Where the noisy pictures of a training come from. */
public sealed interface TrainingNoise {
    /** A noisy version of the pair's clean image, made with the seed, or the pair's own. */
    Image noisy(NoisyPair pair, Seed seed);

    /** What it is, one line; equal for equal noise. */
    String description();

    /** Which values the noisy picture of the same seed keeps as they were, where the noise tells. */
    default Optional<Image> kept(NoisyPair pair, Seed seed) {
        return Optional.empty();
    }

    /** The loss whose minimiser is the clean image when such noisy pictures are the target. */
    default Loss suitedLoss() {
        return Loss.L2;
    }

    /** Whether another seed gives another noisy picture of the same scene. */
    default boolean repeatable() {
        return true;
    }

    /** Whether a training on it sees whole slices, whose white is 1, instead of patches. */
    default boolean wholeSlices() {
        return false;
    }

    /** Whether a loss can be lowered on such noise. */
    default boolean suits(Loss loss) {
        return true;
    }

    /** What a training on such noise is shown, and what it lowers. */
    default TrainingSetup<?> setup(DenoiserTask task) {
        return new PatchSetup(task);
    }

    /**
     * Fails early where the noise cannot be made for some captures.
     *
     * @throws UnknownCaptureException if a model does not know one
     */
    default void requireKnown(Collection<Capture> captures) {}

    /** The pairs' own noisy images. */
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

    /** Whether {@link #parse} takes words that begin so; if not, they may name a model's file. */
    static boolean isNamed(String words) {
        return words.equals("real") || KSpaceSampling.isNamed(words) || Corruption.isNamed(words);
    }

    /** Noise that needs no model, neither clipped nor rounded, its strength drawn for every patch. */
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

    /** What is missing where only some frequencies of a slice are measured. */
    record Undersampled(KSpaceSampling sampling) implements TrainingNoise {
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return sampling.sampleNoisy(pair.clean(), pair.capture(), seed);
        }

        @Override
        public boolean wholeSlices() {
            return true;
        }

        /** Its distance is the mean of squares after the measured frequencies were put back. */
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
     * Noise of a learned model for each pair's own camera and ISO.
     *
     * @param fingerprint of the model, such as a hash of its file
     * @param eightBit whether sRGB images are clipped and rounded to 8 bit afterwards, as real files are
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
     * Noise on top of pictures that are noisy already, from which two with independent noise follow (Pang, Zheng, Quan, Ji,
     * Recorrupted-to-recorrupted, CVPR 2021): y + n / 2 and y - 2 n, where n is noise like that of y. For Gaussian noise of known
     * strength their errors are independent, so that what is learned from them is the mean clean image given the first. Where the
     * strength depends on the clean value, that of the noisy value stands for it, which holds about as long as noise is small.
     *
     * @param model Gaussian noise, independent of everything but brightness
     * @param description one line; equal for equal noise
     */
    record Recorrupted(NoiseModel model, String description) implements TrainingNoise {
        private static final float ADDED = 0.5f;

        /** The pair's noisy image with half of such noise again. */
        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return moved(pair, seed, ADDED);
        }

        /** The picture whose error is independent of that of {@link #noisy} with the same seed. */
        Image partner(NoisyPair pair, Seed seed) {
            return moved(pair, seed, -1 / ADDED);
        }

        /** What share of the mean squared difference of both is the noise of the partner. */
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
     * Noise that needs no model: {@code real}, or what {@link Corruption#parse} or {@link KSpaceSampling#parse} take.
     *
     * @throws InputException if the words are something else
     */
    static TrainingNoise parse(String words) {
        if (KSpaceSampling.isNamed(words)) {
            return new Undersampled(KSpaceSampling.parse(words));
        }
        return words.equals("real") ? new Real() : new Synthetic(Corruption.parse(words));
    }
}
