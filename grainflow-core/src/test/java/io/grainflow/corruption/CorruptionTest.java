package io.grainflow.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defining statistics of corruptions in closed form, on a million samples, within five standard errors. */
final class CorruptionTest {
    private static final Capture ANY = Capture.of("any", 1);
    private static final int SIDE = 1000;
    private static final double SAMPLES = (double) SIDE * SIDE;

    @ParameterizedTest
    @CsvSource({"0.5, 0.2, 0.1, 0.01", "0.5, 0.8, 0.4, 0.16", "0.9, 0.2, 0.02, 0.0036", "0.9, 0.8, 0.08, 0.0576"})
    void bernoulliLosesPixelsWithItsProbability(double p, float x, double mean, double variance) {
        requireMoments(new BernoulliNoise(p), x, mean, variance);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.05, 0.185, 0.067525, 0.05",
        "0.3, 0.9, 0.78, 0.0586, 0.9",
        "0.5, 0.5, 0.5, 0.041666667, 0.5",
        "0.7, 0.05, 0.365, 0.100858333, 0.285714286",
        "0.7, 0.9, 0.62, 0.091933333, 0.714285714",
        "0.9, 0.5, 0.5, 0.075, 0.5"
    })
    void impulsesHaveTheirMeanVarianceAndMedian(double p, float x, double mean, double variance, double median) {
        float[] values = requireMoments(new ImpulseNoise(p), x, mean, variance);
        Arrays.sort(values);
        assertThat(values[values.length / 2]).isCloseTo((float) median, within(0.006f));
        long kept = 0;
        for (float value : values) {
            kept += value == x ? 1 : 0;
        }
        assertThat(kept / SAMPLES).isCloseTo(1 - p, within(5 * Math.sqrt(p * (1 - p) / SAMPLES)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.77863967, 0.36787946, 0.60627974",
        "2, 0.93941306, 0.77880073, 0.88249689",
        "4, 0.98449643, 0.93941303, 0.96923322"
    })
    void brownNoiseHasItsStrengthAndAutocorrelation(double bandwidth, double lag1, double lag2, double diagonal) {
        double sigma = 25.0 / 255;
        float[] noise = new BrownNoise(sigma, bandwidth)
                .sampleNoisy(flat(0), ANY, new Seed(4))
                .toArray();
        // as many independent values as the specification's share of pixels
        double independent = SAMPLES / (4 * Math.PI * bandwidth * bandwidth);
        double variance = correlation(noise, 0, 0);
        assertThat(variance / (sigma * sigma)).isCloseTo(1, within(5 * Math.sqrt(2 / independent)));
        double tolerance = 5 * Math.sqrt(2 / independent);
        assertThat(correlation(noise, 0, 1) / variance).isCloseTo(lag1, within(tolerance));
        assertThat(correlation(noise, 1, 0) / variance).isCloseTo(lag1, within(tolerance));
        assertThat(correlation(noise, 0, 2) / variance).isCloseTo(lag2, within(tolerance));
        assertThat(correlation(noise, 1, 1) / variance).isCloseTo(diagonal, within(tolerance));
        double border = 0;
        for (int x = 0; x < SIDE; x++) {
            border += noise[x] * noise[x] / SIDE;
        }
        assertThat(border / variance).isBetween(0.6, 1.5);
    }

    @Test
    void brownNoiseHasTheSpecifiedKernel() {
        double[] kernel = new BrownNoise(0.1, 1).kernel();
        assertThat(kernel).hasSize(9);
        assertThat(kernel[0]).isCloseTo(0.00013383062461474175, within(1e-15));
        assertThat(kernel[4]).isCloseTo(0.39894346935609776, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.25, 0.5})
    void textCoversItsShareAndLeavesTheRestAlone(double share) {
        Image clean = Image.adopt(PixelDomain.SRGB, 300, 400, filled(3 * 300 * 400, -1));
        float[] values =
                new TextOverlay(share).sampleNoisy(clean, ANY, new Seed(3)).toArray();
        int plane = 300 * 400;
        int covered = 0;
        for (int i = 0; i < plane; i++) {
            boolean written = values[i] >= 0;
            assertThat(values[plane + i] >= 0).isEqualTo(written);
            covered += written ? 1 : 0;
        }
        assertThat(covered / (double) plane).isBetween(share, share + 0.04);
    }

    @Test
    void lostPixelsAreTold() {
        Corruption corruption = Corruption.parse("bernoulli:0-0.95");
        Image clean = Image.adopt(PixelDomain.SRGB, 20, 30, filled(1800, 0.5f));
        for (int i = 0; i < 5; i++) {
            Image kept = corruption.kept(clean, new Seed(i)).orElseThrow();
            Image noisy = corruption.sampleNoisy(clean, ANY, new Seed(i));
            for (int k = 0; k < clean.size(); k++) {
                assertThat(noisy.toArray()[k]).isEqualTo(0.5f * kept.toArray()[k]);
            }
        }
        assertThat(Corruption.parse("gaussian:25").kept(clean, new Seed(1))).isEmpty();
    }

    @Test
    void rangesDrawAnewForEverySeed() {
        Corruption corruption = Corruption.parse("gaussian:10-50");
        double least = 1;
        double most = 0;
        for (int i = 0; i < 200; i++) {
            Image noisy =
                    corruption.sampleNoisy(Image.adopt(PixelDomain.SRGB, 40, 40, new float[1600]), ANY, new Seed(i));
            double squares = 0;
            for (float value : noisy.toArray()) {
                squares += value * value / 1600.0;
            }
            least = Math.min(least, Math.sqrt(squares));
            most = Math.max(most, Math.sqrt(squares));
        }
        assertThat(255 * least).isBetween(9.0, 12.0);
        assertThat(255 * most).isBetween(47.0, 53.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gaussian:25",
                "gaussian:0-55",
                "brown:25:4",
                "poisson:30",
                "poisson:0.001-50",
                "bernoulli:0-0.95",
                "impulse:0.7",
                "text:0-0.5"
            })
    void wordsAndBack(String words) {
        assertThat(Corruption.parse(words)).hasToString(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gaussian",
                "gaussian:",
                "gaussian:x",
                "gaussian:50-25",
                "gaussian:-5",
                "gaussian:1e99",
                "gaussian:NaN",
                "brown:25",
                "brown:25:0",
                "poisson:0",
                "bernoulli:1",
                "impulse:1.5",
                "text:0.99",
                "snow:3",
                ""
            })
    void otherWordsAreRefused(String words) {
        assertThatThrownBy(() -> Corruption.parse(words))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("noise " + words)
                .hasMessageContaining("brown:SIGMA:BANDWIDTH");
    }

    private static float[] requireMoments(NoiseModel model, float x, double mean, double variance) {
        float[] values = model.sampleNoisy(flat(x), ANY, new Seed(11)).toArray();
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double got = sum / SAMPLES;
        assertThat(got).isCloseTo(mean, within(5 * Math.sqrt(variance / SAMPLES)));
        assertThat(squares / SAMPLES - got * got).isCloseTo(variance, within(5 * Math.sqrt(1 / SAMPLES) * 0.25));
        return values;
    }

    private static double correlation(float[] noise, int down, int right) {
        double sum = 0;
        for (int y = 0; y < SIDE - down; y++) {
            for (int x = 0; x < SIDE - right; x++) {
                sum += (double) noise[y * SIDE + x] * noise[(y + down) * SIDE + x + right];
            }
        }
        return sum / ((double) (SIDE - down) * (SIDE - right));
    }

    private static Image flat(float x) {
        return Image.adopt(PixelDomain.SRGB, SIDE, SIDE, filled(SIDE * SIDE, x));
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
