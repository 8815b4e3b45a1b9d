package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AkldTest implements MetricContract {
    /** Strong real noise, so that stronger fakes are further from it. */
    @Override
    public double of(Image first, Image second) {
        Image clean = Image.copyOf(first.domain(), first.height(), first.width(), new float[first.size()]);
        return Akld.nats(clean, first, second);
    }

    @Override
    public double best() {
        return 0;
    }

    @Override
    public boolean moreIsBetter() {
        return false;
    }

    @Override
    public boolean symmetric() {
        return false;
    }

    @Test
    void constantNoiseGivesTheClosedForm() {
        double ratio = 4;
        assertThat(Akld.nats(flat(0.5f), flat(0.6f), flat(0.7f)))
                .isCloseTo(0.5 * (ratio - 1 - Math.log(ratio)), within(1e-5));
        assertThat(Akld.nats(flat(0.5f), flat(0.7f), flat(0.6f)))
                .isCloseTo(0.5 * (1 / ratio - 1 + Math.log(ratio)), within(1e-5));
    }

    @Test
    void ratiosAreLimitedToTen() {
        double most = 0.5 * (10 - 1 - Math.log(10));
        assertThat(Akld.nats(flat(0.5f), flat(0.5f), flat(0.9f))).isCloseTo(most, within(1e-9));
        assertThat(Akld.nats(flat(0.5f), flat(0.9f), flat(0.5f)))
                .isCloseTo(0.5 * (0.1 - 1 + Math.log(10)), within(1e-9));
        assertThat(Akld.nats(flat(0.5f), flat(0.5f), flat(0.5f))).isZero();
    }

    @Test
    void theFakeIsClampedTheRealImageNot() {
        assertThat(Akld.nats(flat(0.5f), flat(1.0f), flat(1.4f))).isZero();
        assertThat(Akld.nats(flat(0.5f), flat(1.4f), flat(1.0f))).isPositive();
    }

    @Test
    void tinyImagesAreRefused() {
        Image tiny = Image.copyOf(PixelDomain.SRGB, 3, 9, new float[27]);
        assertThatThrownBy(() -> Akld.nats(tiny, tiny, tiny)).isInstanceOf(InputException.class);
    }

    private static Image flat(float value) {
        float[] values = new float[9 * 7];
        Arrays.fill(values, value);
        return Image.adopt(PixelDomain.SRGB, 9, 7, values);
    }
}
