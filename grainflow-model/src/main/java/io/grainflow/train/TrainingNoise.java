package io.grainflow.train;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.PoissonNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Where the noisy pictures of a training come from. */
public sealed interface TrainingNoise {
    /** A noisy version of the pair's clean image, made with the seed, or the pair's own. */
    Image noisy(NoisyPair pair, Seed seed);

    /** What it is, one line; equal for equal noise. */
    String description();

    /** Whether another seed gives another noisy picture of the same scene. */
    default boolean repeatable() {
        return true;
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

    /**
     * White Gaussian noise, neither clipped nor rounded, its strength drawn uniformly for every patch.
     *
     * @param lowest standard deviation, white = 1
     * @param highest standard deviation
     */
    record Gaussian(double lowest, double highest) implements TrainingNoise {
        private static final double FAINTEST = 1e-6;

        public Gaussian {
            if (!(lowest >= 0 && highest >= lowest && highest > 0 && highest <= 10)) {
                throw new IllegalArgumentException(
                        "Gaussian expects 0 <= lowest <= highest <= 10, got " + lowest + " and " + highest);
            }
        }

        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            double share = seed.child("sigma").random().nextDouble();
            double sigma = Math.max(FAINTEST, lowest + share * (highest - lowest));
            return new GaussianNoise(sigma).sampleNoisy(pair.clean(), pair.capture(), seed);
        }

        @Override
        public String description() {
            return lowest == highest
                    ? String.format(Locale.ROOT, "gaussian:%s", 255 * highest)
                    : String.format(Locale.ROOT, "gaussian:%s-%s", 255 * lowest, 255 * highest);
        }
    }

    /**
     * Photon noise, neither clipped nor rounded.
     *
     * @param peak expected count at white
     */
    record Poisson(double peak) implements TrainingNoise {
        public Poisson {
            new PoissonNoise(peak);
        }

        @Override
        public Image noisy(NoisyPair pair, Seed seed) {
            return new PoissonNoise(peak).sampleNoisy(pair.clean(), pair.capture(), seed);
        }

        @Override
        public String description() {
            return String.format(Locale.ROOT, "poisson:%s", peak);
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
     * Noise that needs no model: {@code real}, {@code gaussian:25} or {@code gaussian:0-55} (of 255), {@code poisson:30}.
     *
     * @throws InputException if the words are something else
     */
    static TrainingNoise parse(String words) {
        if (words.equals("real")) {
            return new Real();
        }
        String[] parts = words.split(":", 2);
        try {
            if (parts.length == 2 && parts[0].equals("gaussian")) {
                String[] range = parts[1].split("-", 2);
                double lowest = Double.parseDouble(range[0]) / 255;
                double highest = Double.parseDouble(range[range.length - 1]) / 255;
                return new Gaussian(lowest, highest);
            }
            if (parts.length == 2 && parts[0].equals("poisson")) {
                return new Poisson(Double.parseDouble(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            throw unknown(words);
        }
        throw unknown(words);
    }

    private static InputException unknown(String words) {
        return new InputException(
                "noise " + words,
                "is not understood",
                "give real, gaussian:25, gaussian:0-55 (standard deviation of 255), poisson:30 or a noise model's file");
    }
}
