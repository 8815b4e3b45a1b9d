package io.grainflow.noise;

import java.util.Locale;

/** How a model with one component per camera and ISO samples noise similar to that of a given image. */
public sealed interface LikeSampling {
    /**
     * Noise-aware sampling (Kim, Jung, Baik, Kim, ICLR 2024, section 3.3, as released): one Gaussian whose mean and standard
     * deviation are averages of the components', weighted by the soft-max of their mean log-likelihood per latent position.
     *
     * @param temperature of the soft-max; higher values mix more evenly
     * @param top number of the most likely components that are used; 0 for all
     */
    record NoiseAware(double temperature, int top) implements LikeSampling {
        public NoiseAware {
            if (!(temperature > 0) || top < 0) {
                throw new IllegalArgumentException("noise-aware sampling expects a positive temperature and top of at"
                        + " least 0, got " + temperature + " and " + top);
            }
        }

        @Override
        public String toString() {
            return "nas" + (temperature == 1 ? "" : String.format(Locale.ROOT, ":%s", temperature))
                    + (top == 0 ? "" : " of the likeliest " + top);
        }
    }

    /** One component, drawn with its posterior probability given the whole image (uniform prior). */
    record Mixture() implements LikeSampling {
        @Override
        public String toString() {
            return "mixture";
        }
    }

    /**
     * The component of the k-th largest likelihood.
     *
     * @param k from 1
     */
    record Rank(int k) implements LikeSampling {
        public Rank {
            if (k < 1) {
                throw new IllegalArgumentException("rank sampling expects k of at least 1, got " + k);
            }
        }

        @Override
        public String toString() {
            return "rank:" + k;
        }
    }

    /** A random component, all equally likely. */
    record AnyComponent() implements LikeSampling {
        @Override
        public String toString() {
            return "random";
        }
    }

    /**
     * A Gaussian with the mean and the standard deviation of the image's own latents. It can imitate noise that no component has, such as
     * that of a camera outside the training data.
     */
    record Own() implements LikeSampling {
        @Override
        public String toString() {
            return "own";
        }
    }

    /** Noise-aware sampling with the settings of the released code. */
    static LikeSampling noiseAware() {
        return new NoiseAware(1, 0);
    }

    /**
     * Reads {@code nas}, {@code nas:TEMPERATURE}, {@code own}, {@code mixture}, {@code rank:K} or {@code random}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static LikeSampling parse(String words) {
        String[] parts = words.split(":", 2);
        String argument = parts.length == 2 ? parts[1] : "1";
        try {
            if (parts[0].equals("nas")) {
                return new NoiseAware(Double.parseDouble(argument), 0);
            }
            if (parts[0].equals("rank")) {
                return new Rank(Integer.parseInt(argument));
            }
        } catch (NumberFormatException e) {
            throw unknown(words);
        }
        if (parts.length == 1 && parts[0].equals("mixture")) {
            return new Mixture();
        }
        if (parts.length == 1 && parts[0].equals("own")) {
            return new Own();
        }
        if (parts.length == 1 && parts[0].equals("random")) {
            return new AnyComponent();
        }
        throw unknown(words);
    }

    private static IllegalArgumentException unknown(String words) {
        return new IllegalArgumentException(
                "sampling expects nas, nas:TEMPERATURE, own, mixture, rank:K or random, got '" + words + "'");
    }
}
