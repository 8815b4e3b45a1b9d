package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that noise models with independent pixels and a known mean, variance and density must pass. */
public interface NoiseDensityContract extends NoiseModelContract {
    @Override
    NoiseDensity model();

    /** Mean of the noisy value. */
    default double mean(double clean) {
        return clean;
    }

    double variance(int channel, double clean);

    @Test
    default void meanAndVarianceFollowTheFormula() {
        int side = 256;
        double count = (double) side * side;
        for (double value : new double[] {0.02, 0.3, 0.95}) {
            float[] values = new float[channels() * side * side];
            Arrays.fill(values, (float) value);
            Image noisy =
                    model().sampleNoisy(Image.adopt(PixelDomain.SRGB, side, side, values), capture(), new Seed(11));
            for (int c = 0; c < channels(); c++) {
                float[] channel = noisy.channel(c).toArray();
                double[] sums = new double[3];
                for (float sample : channel) {
                    double noise = sample - mean(value);
                    sums[0] += noise / count;
                    sums[1] += noise * noise / count;
                    sums[2] += noise * noise * noise * noise / count;
                }
                double variance = variance(c, value);
                // Five standard errors of mean and variance, the latter from the fourth moment.
                assertThat(sums[0]).isCloseTo(0, within(5 * Math.sqrt(variance / count)));
                assertThat(sums[1]).isCloseTo(variance, within(5 * Math.sqrt((sums[2] - sums[1] * sums[1]) / count)));
            }
        }
    }

    /** The density integrates to one over one channel of one pixel, with all other values fixed. */
    @Test
    default void densityIntegratesToOne() {
        double clean = 0.4;
        double dimensions = channels();
        float[] values = new float[channels()];
        Arrays.fill(values, (float) clean);
        for (int c = 0; c < channels(); c++) {
            double others = 0;
            for (int k = 0; k < channels(); k++) {
                others += k == c ? 0 : nllOfCleanValue(k, clean);
            }
            double sigma = Math.sqrt(variance(c, clean));
            double step = sigma / 100;
            double integral = 0;
            for (int i = -1200; i <= 1200; i++) {
                float[] noisy = values.clone();
                noisy[c] = (float) (clean + i * step);
                double nll = dimensions * model().nllNatsPerDim(pair(values, noisy, capture()));
                integral += step * Math.exp(others - nll);
            }
            assertThat(integral).as("channel " + c).isCloseTo(1, within(1e-3));
        }
    }

    /** -log of the density of one channel's value where the noisy value equals the clean one. */
    double nllOfCleanValue(int channel, double clean);

    @Test
    default void nllIsPerDimensionWhateverTheSize() {
        Image clean = clean(12, 20, 9);
        Image noisy = model().sampleNoisy(clean, capture(), new Seed(4));
        NoisyPair whole = new NoisyPair("s", clean, noisy, capture());
        double top =
                model().nllNatsPerDim(new NoisyPair("s", clean.crop(0, 0, 6, 20), noisy.crop(0, 0, 6, 20), capture()));
        double bottom =
                model().nllNatsPerDim(new NoisyPair("s", clean.crop(6, 0, 6, 20), noisy.crop(6, 0, 6, 20), capture()));
        assertThat(model().nllNatsPerDim(whole)).isCloseTo((top + bottom) / 2, within(1e-9));
    }

    @Test
    default void nllRefusesUnknownCaptures() {
        if (!model().captures().isEmpty()) {
            Image clean = clean(8, 8, 1);
            assertThatThrownBy(() ->
                            model().nllNatsPerDim(new NoisyPair("s", clean, clean, Capture.of("no such camera", 77))))
                    .isInstanceOf(UnknownCaptureException.class);
        }
    }

    private static NoisyPair pair(float[] clean, float[] noisy, Capture capture) {
        return new NoisyPair(
                "s", Image.copyOf(PixelDomain.SRGB, 1, 1, clean), Image.copyOf(PixelDomain.SRGB, 1, 1, noisy), capture);
    }
}
