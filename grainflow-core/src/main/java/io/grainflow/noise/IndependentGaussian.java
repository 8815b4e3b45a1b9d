package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** Gaussian noise, independent from pixel to pixel, whose variance is a {@link NoiseLevel}. */
public final class IndependentGaussian {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private IndependentGaussian() {}

    /** clean + noise; the i-th value of [C,H,W] uses the i-th number of the seed's {@link RandomField}. */
    public static Image sample(Image clean, NoiseLevel level, Seed seed) {
        checkChannels(clean, level);
        RandomField field = new RandomField(seed);
        float[] values = clean.toArray();
        int plane = clean.height() * clean.width();
        for (int c = 0; c < level.channels(); c++) {
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                values[i] = (float) (values[i] + Math.sqrt(level.variance(c, values[i])) * field.normal(i));
            }
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    public static double nllNatsPerDim(NoisyPair pair, NoiseLevel level) {
        checkChannels(pair.clean(), level);
        float[] clean = pair.clean().toArray();
        float[] noisy = pair.noisy().toArray();
        int plane = pair.clean().height() * pair.clean().width();
        double sum = 0;
        for (int c = 0; c < level.channels(); c++) {
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                double noise = (double) noisy[i] - clean[i];
                double variance = level.variance(c, clean[i]);
                sum += Math.log(variance) + noise * noise / variance;
            }
        }
        return 0.5 * sum / clean.length + HALF_LOG_TWO_PI;
    }

    private static void checkChannels(Image image, NoiseLevel level) {
        if (image.channels() != level.channels()) {
            throw new InputException(
                    "noise model",
                    "was made for images with " + level.channels() + " channels, got one with " + image.channels(),
                    "give images like those it was trained on");
        }
    }
}
