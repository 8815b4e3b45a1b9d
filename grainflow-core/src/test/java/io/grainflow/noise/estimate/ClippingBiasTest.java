package io.grainflow.noise.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.corruption.Corruption;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares means of clipped noise with means of random samples. */
final class ClippingBiasTest {
    @ParameterizedTest
    @CsvSource({
        "gaussian:25, 0",
        "gaussian:25, 0.02",
        "gaussian:25, 0.5",
        "gaussian:50, 0.1",
        "gaussian:50, 0.9",
        "gaussian:50, 1",
        "poisson:30, 0.7",
        "poisson:30, 0.95",
        "poisson:30, 1",
        "poisson:100, 0.05"
    })
    void meansAndSharesAreThoseOfDraws(String words, float clean) {
        Corruption noise = Corruption.parse("clipped:" + words);
        ClippingBias bias = new ClippingBias(noise.line().orElseThrow());
        float[] values = new float[400_000];
        Arrays.fill(values, clean);
        float[] noisy = noise.sampleNoisy(
                        Image.adopt(PixelDomain.SRGB, 400, 1000, values), Capture.of("any", 1), new Seed(2))
                .toArray();
        double sum = 0;
        for (float value : noisy) {
            sum += value;
        }
        // photon counts are only approximately normal
        double tolerance = words.startsWith("poisson") ? 0.006 : 0.0015;
        assertThat(bias.expected(clean)).isCloseTo(sum / noisy.length, within(tolerance));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.005, 0.02, 0.3, 0.77, 0.995})
    void theMeanTellsTheCleanValue(double clean) {
        ClippingBias bias = new ClippingBias(new NoiseLine(0.02, 0.01));
        assertThat(bias.clean(bias.expected(clean))).isCloseTo(clean, within(1e-6));
        double step = 1e-3;
        assertThat(bias.slope(clean))
                .isCloseTo((bias.expected(clean + step) - bias.expected(clean - step)) / (2 * step), within(2e-3));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.5", "0.5, 0.0"})
    void clippedShares(double clean, double share) {
        assertThat(new ClippingBias(new NoiseLine(0, 1e-4)).clippedShare(clean)).isCloseTo(share, within(1e-9));
    }
}
