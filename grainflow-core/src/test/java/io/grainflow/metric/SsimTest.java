package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SsimTest implements MetricContract {
    @Override
    public double of(Image first, Image second) {
        return Ssim.mean(first, second);
    }

    @Override
    public double best() {
        return 1;
    }

    @Override
    public boolean moreIsBetter() {
        return true;
    }

    @Test
    void flatImagesDifferByTheirBrightnessOnly() {
        double expected = (2 * 0.25 * 0.5 + 1e-4) / (0.25 * 0.25 + 0.5 * 0.5 + 1e-4);
        assertThat(Ssim.mean(flat(0.25f), flat(0.5f))).isCloseTo(expected, within(1e-9));
        assertThat(Ssim.scikitImageDefault(flat(0.25f), flat(0.5f))).isCloseTo(expected, within(1e-9));
    }

    /** One window only: the definition, without separation of the filter. */
    @Test
    void oneWindowMatchesTheDefinition() {
        Image a = MetricContract.image(3).crop(2, 3, 11, 11);
        Image b = MetricContract.noisy(a, 0.1, 4);
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += window(a.channel(c).toArray(), b.channel(c).toArray()) / 3;
        }
        assertThat(Ssim.mean(a, b)).isCloseTo(sum, within(1e-12));
    }

    @Test
    void imagesSmallerThanTheWindowAreRefused() {
        Image small = Image.copyOf(PixelDomain.SRGB, 10, 20, new float[200]);
        assertThatThrownBy(() -> Ssim.mean(small, small))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("11x11");
    }

    private static double window(float[] a, float[] b) {
        double[] moments = new double[5];
        double total = 0;
        for (int i = 0; i < 121; i++) {
            int dy = i / 11 - 5;
            int dx = i % 11 - 5;
            double weight = Math.exp(-(dy * dy + dx * dx) / 4.5);
            total += weight;
            moments[0] += weight * a[i];
            moments[1] += weight * b[i];
            moments[2] += weight * a[i] * a[i];
            moments[3] += weight * b[i] * b[i];
            moments[4] += weight * a[i] * b[i];
        }
        double meanA = moments[0] / total;
        double meanB = moments[1] / total;
        double variances = (moments[2] + moments[3]) / total - meanA * meanA - meanB * meanB;
        double covariance = moments[4] / total - meanA * meanB;
        return (2 * meanA * meanB + 1e-4)
                * (2 * covariance + 9e-4)
                / ((meanA * meanA + meanB * meanB + 1e-4) * (variances + 9e-4));
    }

    private static Image flat(float value) {
        float[] values = new float[20 * 20];
        Arrays.fill(values, value);
        return Image.adopt(PixelDomain.SRGB, 20, 20, values);
    }
}
