package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.PoissonNoise;
import io.grainflow.noise.estimate.NoiseLine;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A corruption that needs no model file. Its strength is the same for all images or drawn uniformly for each image.
 *
 * @param lowest strength in the unit of the kind
 * @param highest strength
 * @param bandwidth of brown noise in pixels; 0 for the other kinds
 * @param clipped whether the result is limited to [0,1], as sensors and files do
 */
public record Corruption(Kind kind, double lowest, double highest, double bandwidth, boolean clipped)
        implements NoiseModel {
    private static final String CLIPPED = "clipped:";
    private static final double WHITE = 255;
    private static final double FAINTEST = 1e-6;

    /** The type of the corruption and the unit of its strength. */
    public enum Kind {
        /** White Gaussian noise; standard deviation of 255. */
        GAUSSIAN("SIGMA", 2550),
        /** Correlated Gaussian noise ({@link BrownNoise}); standard deviation of 255. */
        BROWN("SIGMA:BANDWIDTH", 2550),
        /** Photon noise; expected count at white. */
        POISSON("PEAK", 1e9),
        /** Lost pixels ({@link BernoulliNoise}); probability. */
        BERNOULLI("P", 0.99),
        /** Replaced pixels ({@link ImpulseNoise}); probability. */
        IMPULSE("P", 0.99),
        /** Text ({@link TextOverlay}); share of the image that is covered. */
        TEXT("SHARE", 0.95);

        private final String unit;
        private final double most;

        Kind(String unit, double most) {
            this.unit = unit;
            this.most = most;
        }

        /** The word on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private NoiseModel at(double level, double bandwidth) {
            return switch (this) {
                case GAUSSIAN -> new GaussianNoise(Math.max(FAINTEST, level / WHITE));
                case BROWN -> new BrownNoise(Math.max(FAINTEST, level / WHITE), bandwidth);
                case POISSON -> new PoissonNoise(level);
                case BERNOULLI -> new BernoulliNoise(level);
                case IMPULSE -> new ImpulseNoise(level);
                case TEXT -> new TextOverlay(level);
            };
        }
    }

    public Corruption {
        boolean positive = kind == Kind.POISSON ? lowest > 0 : lowest >= 0 && highest > 0;
        if (!(positive && highest >= lowest && highest <= kind.most)) {
            throw new IllegalArgumentException(kind.word() + " expects " + (kind == Kind.POISSON ? "0 <" : "0 <=")
                    + " lowest <= highest <= " + kind.most + ", got " + lowest + " and " + highest);
        }
        if ((kind == Kind.BROWN) != (bandwidth > 0)) {
            throw new IllegalArgumentException(kind.word() + " got the bandwidth " + bandwidth);
        }
        kind.at(highest, bandwidth);
    }

    /** The noise model, with a strength drawn by the seed. */
    public NoiseModel drawn(Seed seed) {
        double share = seed.child("sigma").random().nextDouble();
        return kind.at(lowest + share * (highest - lowest), bandwidth);
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        Image noisy = drawn(seed).sampleNoisy(clean, capture, seed);
        return clipped ? noisy.clamped() : noisy;
    }

    /** Variance of the noise before clipping as a linear function of the clean value; empty if it is not linear or the strength varies. */
    public Optional<NoiseLine> line() {
        if (lowest != highest) {
            return Optional.empty();
        }
        return switch (kind) {
            case GAUSSIAN, BROWN -> Optional.of(new NoiseLine(0, highest * highest / (WHITE * WHITE)));
            case POISSON -> Optional.of(new NoiseLine(1 / highest, 0));
            case BERNOULLI, IMPULSE, TEXT -> Optional.empty();
        };
    }

    /** Mask of the unchanged values (see {@link MaskedNoise#kept}), if the corruption provides one. */
    public Optional<Image> kept(Image clean, Seed seed) {
        return drawn(seed) instanceof MaskedNoise masked ? Optional.of(masked.kept(clean, seed)) : Optional.empty();
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /** The forms that {@link #parse} accepts, for messages. */
    public static String forms() {
        return Arrays.stream(Kind.values())
                .map(kind -> kind.word() + ":" + kind.unit)
                .collect(Collectors.joining(", "));
    }

    /** Whether the text begins with the name of a corruption. */
    public static boolean isNamed(String words) {
        return words.startsWith(CLIPPED)
                || Arrays.stream(Kind.values()).anyMatch(kind -> words.startsWith(kind.word() + ":"));
    }

    /**
     * Reads {@code gaussian:25}, {@code gaussian:0-55}, {@code brown:25:4}, {@code poisson:30}, {@code bernoulli:0-0.95}, {@code
     * impulse:0.7}, {@code text:0.25}. Two numbers with a dash are a range; the prefix {@code clipped:} limits the result to [0,1].
     *
     * @throws InputException if the text has none of these forms
     */
    public static Corruption parse(String words) {
        try {
            boolean clipped = words.startsWith(CLIPPED);
            return read(clipped, (clipped ? words.substring(CLIPPED.length()) : words).split(":", -1));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "noise " + words,
                    "is not understood",
                    "give one of " + forms()
                            + ", such as gaussian:25, for a range gaussian:0-50, or clipped:gaussian:25",
                    e);
        }
    }

    private static Corruption read(boolean clipped, String... parts) {
        Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
        if (parts.length != (kind == Kind.BROWN ? 3 : 2)) {
            throw new IllegalArgumentException(kind.word() + " got " + parts.length + " parts");
        }
        int dash = parts[1].indexOf('-', 1);
        double lowest = Double.parseDouble(dash < 0 ? parts[1] : parts[1].substring(0, dash));
        double highest = Double.parseDouble(parts[1].substring(dash + 1));
        return new Corruption(kind, lowest, highest, kind == Kind.BROWN ? Double.parseDouble(parts[2]) : 0, clipped);
    }

    /** As on the command line, such as gaussian:25. */
    @Override
    public String toString() {
        String range = lowest == highest ? text(lowest) : text(lowest) + "-" + text(highest);
        return (clipped ? CLIPPED : "") + kind.word() + ":" + range + (kind == Kind.BROWN ? ":" + text(bandwidth) : "");
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
