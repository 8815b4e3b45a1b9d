package io.grainflow.mri;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Random undersampling of k-space: each frequency of a slice is measured with a probability that falls with its distance from the centre,
 * and divided by this probability, so that the mean over many measurements is the slice (Lehtinen et al., Noise2Noise, ICML 2018, section
 * 3.4, as in the released code). p(k) = edge^|k|, where |k| is 1 at the end of an axis. Slices have one channel, and odd height and width,
 * so that -k exists for every frequency k.
 *
 * @param edge probability at the end of an axis of k-space, in [1e-6,1]; 0.025 keeps about a tenth
 */
public record KSpaceSampling(double edge) implements NoiseModel {
    private static final String WORD = "mri:";
    private static final double LEAST = 1e-6;
    /**
     * Coefficients below this share of the image's norm count as zero: rounding of the image's values (2^-24 each) causes far smaller ones.
     */
    private static final double ROUNDING = 16 * 0x1p-24;
    /**
     * An image with more than twice the expected share of measured frequencies (with a margin for tiny slices) was not degraded by this
     * sampling.
     */
    private static final double MOST = 2;

    private static final double ROOM = 50;

    public KSpaceSampling {
        if (!(edge >= LEAST && edge <= 1)) {
            throw new IllegalArgumentException("mri expects a probability in [1e-6,1], got " + edge);
        }
    }

    /** The form that {@link #parse} accepts, for messages. */
    public static String form() {
        return WORD + "P";
    }

    /** Whether a text begins like this form. */
    public static boolean isNamed(String words) {
        return words.startsWith(WORD);
    }

    /**
     * Reads {@code mri:0.025}.
     *
     * @throws InputException if the words are something else
     */
    public static KSpaceSampling parse(String words) {
        try {
            return new KSpaceSampling(Double.parseDouble(words.substring(WORD.length())));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "noise " + words,
                    "is not understood",
                    "give " + form() + " with the probability at the edge of k-space, such as mri:0.025",
                    e);
        }
    }

    /** Probability of every frequency of a {@link Spectrum} of this size to be measured. */
    public IntToDoubleFunction probabilities(int height, int width) {
        double[] probabilities = new double[height * width];
        for (int i = 0; i < probabilities.length; i++) {
            double vertical = distance(i / width, height);
            double horizontal = distance(i % width, width);
            probabilities[i] = StrictMath.pow(edge, Math.hypot(vertical, horizontal));
        }
        return frequency -> probabilities[frequency];
    }

    /** Distance from the centre, 1 at the end of the axis. */
    private static double distance(int index, int length) {
        return (index - length / 2) / ((length - 1) / 2.0);
    }

    /**
     * The frequencies that are measured: k is measured if two independent events of probability sqrt(p), one for k and one for -k, both
     * occur, which has probability p.
     *
     * @param uniforms one number in [0,1) for each frequency
     */
    public FrequencyMask mask(int height, int width, IntToDoubleFunction uniforms) {
        IntToDoubleFunction probabilities = probabilities(height, width);
        return FrequencyMask.both(height * width, frequency -> {
            double uniform = uniforms.applyAsDouble(frequency);
            return uniform * uniform < probabilities.applyAsDouble(frequency);
        });
    }

    /** The frequencies that are measured for a seed. */
    public FrequencyMask mask(int height, int width, Seed seed) {
        RandomField field = new RandomField(seed);
        return mask(height, width, frequency -> field.uniform(frequency, 0));
    }

    /** The measured coefficients divided by their probabilities, zero elsewhere: the spectrum of the degraded slice. */
    public Spectrum weighted(Spectrum spectrum, FrequencyMask measured) {
        IntToDoubleFunction probabilities = probabilities(spectrum.height(), spectrum.width());
        return spectrum.times(frequency -> measured.keeps(frequency) ? 1 / probabilities.applyAsDouble(frequency) : 0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the image is not a slice of one channel and odd height and width
     */
    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        requireSlice(clean);
        FrequencyMask measured = mask(clean.height(), clean.width(), seed);
        return weighted(Spectrum.of(clean), measured).image(clean.domain());
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /**
     * Recovers the measurement from a degraded slice: the frequencies that are not zero up to rounding, times their probabilities.
     *
     * @param degraded as returned by {@link #sampleNoisy}, neither clipped nor rounded
     * @throws InputException if the image was not degraded by this sampling
     */
    public Measurement measurement(Image degraded) {
        requireSlice(degraded);
        Spectrum spectrum = Spectrum.of(degraded);
        double threshold = ROUNDING * Math.sqrt(spectrum.meanSquare() * spectrum.size());
        int size = spectrum.size();
        FrequencyMask measured = FrequencyMask.both(
                size,
                frequency -> frequency == size / 2
                        || Math.hypot(spectrum.real(frequency), spectrum.imaginary(frequency)) > threshold);
        IntToDoubleFunction probabilities = probabilities(degraded.height(), degraded.width());
        double expected = 0;
        for (int i = 0; i < size; i++) {
            expected += probabilities.applyAsDouble(i);
        }
        if (measured.share() * size > MOST * expected + ROOM) {
            throw new InputException(
                    "image",
                    Math.round(100 * measured.share()) + " % of its frequencies are there, " + this + " measures "
                            + Math.round(100 * expected / size) + " %",
                    "give slices degraded by " + this + ", as floats, neither clipped nor rounded");
        }
        return new Measurement(spectrum.times(probabilities), measured);
    }

    private static void requireSlice(Image image) {
        if (image.channels() != 1 || image.height() < 3 || image.width() < 3) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channels of " + image.width() + "x" + image.height(),
                    "give slices of one channel, at least 3x3");
        }
        if (image.height() % 2 == 0 || image.width() % 2 == 0) {
            throw new InputException(
                    "image",
                    "is " + image.width() + "x" + image.height() + ", k-space is sampled for odd width and height",
                    "crop the last row or column");
        }
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return WORD + edge;
    }
}
