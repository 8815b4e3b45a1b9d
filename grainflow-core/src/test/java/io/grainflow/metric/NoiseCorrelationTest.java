package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoiseCorrelationTest {
    private final Image clean = Image.copyOf(PixelDomain.SRGB, 200, 200, new float[3 * 200 * 200]);
    private final Image white = MetricContract.noisy(clean, 0.1, 7);

    @Test
    void whiteNoiseCorrelatesWithItselfOnly() {
        double[][] map = NoiseCorrelation.map(clean, white, 3);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 7; x++) {
                boolean centre = y == 3 && x == 3;
                assertThat(map[y][x]).isCloseTo(centre ? 1 : 0, within(centre ? 1e-12 : 0.015));
            }
        }
    }

    /** n(x) + n(x - 1) has a correlation of 1/2 with its horizontal neighbours, and of 0 with all others. */
    @Test
    void aMovingSumCorrelatesWithItsNeighbour() {
        double[][] map = NoiseCorrelation.map(clean, smeared(), 2);
        assertThat(map[2][3]).isCloseTo(0.5, within(0.015));
        assertThat(map[2][1]).isCloseTo(0.5, within(0.015));
        assertThat(map[3][2]).isCloseTo(0, within(0.015));
        assertThat(map[2][4]).isCloseTo(0, within(0.015));
    }

    @Test
    void matchesTheDefinitionOnASmallImage() {
        Image small = white.crop(0, 0, 6, 5).channel(1);
        Image zero = Image.copyOf(PixelDomain.SRGB, 6, 5, new float[30]);
        double[] sums = new double[5];
        int count = 0;
        for (int y = 0; y < 4; y++) {
            for (int x = 1; x < 5; x++) {
                double a = small.at(0, y, x);
                double b = small.at(0, y + 2, x - 1);
                double[] terms = {a, b, a * a, b * b, a * b};
                for (int i = 0; i < 5; i++) {
                    sums[i] += terms[i];
                }
                count++;
            }
        }
        double covariance = sums[4] - sums[0] * sums[1] / count;
        double variances = (sums[2] - sums[0] * sums[0] / count) * (sums[3] - sums[1] * sums[1] / count);
        assertThat(NoiseCorrelation.map(zero, small, 2)[4][1])
                .isCloseTo(covariance / Math.sqrt(variances), within(1e-12));
    }

    @Test
    void distanceIsSymmetricAndZeroForEqualMaps() {
        double[][] a = NoiseCorrelation.map(clean, white, 2);
        double[][] b = NoiseCorrelation.map(clean, smeared(), 2);
        assertThat(NoiseCorrelation.distance(a, a)).isZero();
        assertThat(NoiseCorrelation.distance(a, b)).isEqualTo(NoiseCorrelation.distance(b, a));
        // Two of 24 lags differ by one half.
        assertThat(NoiseCorrelation.distance(a, b)).isCloseTo(1 / 24.0, within(0.01));
        assertThat(NoiseCorrelation.mean(List.of(a, b))[2][3]).isCloseTo((a[2][3] + b[2][3]) / 2, within(1e-15));
    }

    @Test
    void noNoiseCorrelatesWithNothing() {
        for (double[] row : NoiseCorrelation.map(clean, clean, 1)) {
            assertThat(row).containsOnly(0);
        }
    }

    @Test
    void impossibleLagsAndMapsAreRefused() {
        assertThatThrownBy(() -> NoiseCorrelation.map(clean, white, 200)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoiseCorrelation.distance(new double[3][3], new double[5][5]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Image smeared() {
        float[] values = white.toArray();
        for (int i = values.length - 1; i > 0; i--) {
            values[i] += values[i - 1];
        }
        return Image.adopt(PixelDomain.SRGB, 200, 200, values);
    }
}
