package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import org.junit.jupiter.api.Test;

final class PsnrTest implements MetricContract {
    private final Image black = Image.copyOf(PixelDomain.SRGB, 1, 4, new float[4]);
    private final Image tenth = Image.copyOf(PixelDomain.SRGB, 1, 4, new float[] {0.1f, -0.1f, 0.1f, 0.1f});

    @Override
    public double of(Image first, Image second) {
        return Psnr.decibels(first, second, 1);
    }

    @Override
    public double best() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean moreIsBetter() {
        return true;
    }

    @Test
    void anErrorOfATenthIsTwentyDecibels() {
        assertThat(Psnr.decibels(black, tenth, 1)).isCloseTo(20, within(1e-6));
        assertThat(Psnr.decibels(black, tenth, 2)).isCloseTo(20 + 20 * Math.log10(2), within(1e-6));
    }

    @Test
    void eightBitRoundsAndClampsFirst() {
        // 0.1 is 25.5, rounded to 26; the negative value is cut to 0.
        double expected = 10 * Math.log10(255 * 255 / (3 * 26 * 26 / 4.0));
        assertThat(Psnr.eightBitDecibels(black, tenth)).isCloseTo(expected, within(1e-12));
        assertThat(Psnr.eightBitDecibels(black, black)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void naflowStopsAtEightyDecibels() {
        assertThat(Psnr.naflowDecibels(black, black)).isCloseTo(80, within(1e-12));
        assertThat(Psnr.naflowDecibels(black, tenth)).isCloseTo(20, within(1e-4));
    }

    @Test
    void refusesAnImpossiblePeak() {
        assertThatThrownBy(() -> Psnr.decibels(black, black, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Psnr.decibels(black, black, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
