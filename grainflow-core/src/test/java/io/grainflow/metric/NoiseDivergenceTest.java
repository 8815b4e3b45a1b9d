package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NoiseDivergenceTest {
    @ParameterizedTest
    @EnumSource(NoiseDivergence.class)
    void equalNoiseDoesNotDiverge(NoiseDivergence rule) {
        Image clean = MetricContract.image(1);
        Image noisy = MetricContract.noisy(clean, 0.05, 2);
        assertThat(rule.klNats(clean, noisy, noisy)).isZero();
    }

    @ParameterizedTest
    @EnumSource(NoiseDivergence.class)
    void closerNoiseDivergesLess(NoiseDivergence rule) {
        Image clean = MetricContract.image(1);
        Image real = MetricContract.noisy(clean, 0.03, 2).quantised(255);
        double near =
                rule.klNats(clean, real, MetricContract.noisy(clean, 0.03, 3).quantised(255));
        double far =
                rule.klNats(clean, real, MetricContract.noisy(clean, 0.06, 3).quantised(255));
        assertThat(near).isLessThan(0.02);
        assertThat(far).isGreaterThan(0.1);
    }

    @ParameterizedTest
    @EnumSource(NoiseDivergence.class)
    void everyPossibleDifferenceHasABin(NoiseDivergence rule) {
        float[] clean = new float[256 * 256];
        float[] noisy = new float[256 * 256];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (i >> 8) / 255f;
            noisy[i] = (i & 255) / 255f;
        }
        long[] counts = rule.histogram(image(clean), image(noisy));
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        assertThat(sum).isEqualTo(clean.length);
    }

    @ParameterizedTest
    @EnumSource(NoiseDivergence.class)
    void histogramsOfAnotherRuleAreRefused(NoiseDivergence rule) {
        assertThatThrownBy(() -> rule.klNats(new long[3], new long[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void naflowBinsAreClosedOnTheLeft() {
        long[] counts = NoiseDivergence.NAFLOW.histogram(
                image(0.5f, 0.5f, 0.5f, 1, 0), image(0.5f, 0.5f + 1f / 128, 0.5f - 1e-7f, 0, 1));
        assertThat(counts[128]).isEqualTo(1);
        assertThat(counts[129]).isEqualTo(1);
        assertThat(counts[127]).isEqualTo(1);
        assertThat(counts[0]).isEqualTo(1);
        assertThat(counts[255]).isEqualTo(1);
    }

    @Test
    void necaPutsZeroBelowZero() {
        long[] counts = NoiseDivergence.NECA.histogram(image(0.5f, 0.5f, 1, 0), image(0.5f, 0.502f, 0, 1));
        assertThat(counts).hasSize(66);
        assertThat(counts[32]).isEqualTo(1);
        assertThat(counts[33]).isEqualTo(1);
        assertThat(counts[0]).isEqualTo(1);
        assertThat(counts[65]).isEqualTo(1);
    }

    @Test
    void flowSrgbAddsOneToEveryBin() {
        // Noise 4 grey levels: an edge, so the bin above it. 130 bins of one, and one more.
        Image clean = image(100 / 255f);
        Image real = image(104 / 255f);
        assertThat(NoiseDivergence.FLOW_SRGB.histogram(clean, real)[66]).isEqualTo(1);
        double expected = 2 / 131.0 * Math.log(2) + 1 / 131.0 * Math.log(0.5);
        assertThat(NoiseDivergence.FLOW_SRGB.klNats(clean, real, clean)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void nmFlowGanCountsValuesBeyondItsBinsInTheirNumberOnly() {
        Image clean = image(0, 0);
        Image real = image(0, 0);
        Image fake = image(0, 1.5f);
        // of 2 values one is in the bin of zero, the other is 382 grey levels
        double p = 3 / 132.0;
        double q = 2 / 132.0;
        assertThat(NoiseDivergence.NM_FLOWGAN.klNats(clean, real, fake)).isCloseTo(p * Math.log(p / q), within(1e-12));
        // Flow-sRGB limits it to 255 grey levels, which have a bin
        assertThat(NoiseDivergence.FLOW_SRGB.klNats(clean, real, fake))
                .isCloseTo(p * Math.log(p / q) + 1 / 132.0 * Math.log(0.5), within(1e-12));
    }

    @Test
    void nmFlowGanAveragesWholePatches() {
        Image clean = MetricContract.image(1);
        Image real = MetricContract.noisy(clean, 0.05, 2);
        Image fake = MetricContract.noisy(clean, 0.08, 3);
        double sum = 0;
        for (int x = 0; x < 3; x++) {
            for (int y = 0; y < 2; y++) {
                sum += NoiseDivergence.NM_FLOWGAN.klNats(
                        clean.crop(16 * y, 16 * x, 16, 16),
                        real.crop(16 * y, 16 * x, 16, 16),
                        fake.crop(16 * y, 16 * x, 16, 16));
            }
        }
        assertThat(NoiseDivergence.NM_FLOWGAN.klNatsOfPatches(clean, real, fake, 16))
                .isCloseTo(sum / 6, within(1e-12));
        assertThat(NoiseDivergence.NM_FLOWGAN.klNatsOfPatches(clean, real, fake, 96))
                .isNaN();
    }

    @Test
    void c2nHasABinForEachGreyLevel() {
        long[] counts = NoiseDivergence.C2N.histogram(
                image(100 / 255f, 100 / 255f, 1, 0, 0.5f), image(103 / 255f, 99.4f / 255, 0, 1, 0.5f));
        assertThat(counts).hasSize(511);
        assertThat(counts[258]).isEqualTo(1);
        assertThat(counts[254]).isEqualTo(1);
        assertThat(counts[0]).isEqualTo(1);
        assertThat(counts[510]).isEqualTo(1);
        assertThat(counts[255]).isEqualTo(1);
    }

    @Test
    void c2nComparesPooledHistograms() {
        long[] real = new long[511];
        long[] fake = new long[511];
        real[255] = 3;
        real[256] = 1;
        fake[255] = 1;
        fake[256] = 1;
        fake[300] = 2;
        // the level that only the fake has is left out, but counts in its total
        double expected = 0.75 * Math.log(0.75 / 0.25) + 0.25 * Math.log(0.25 / 0.25);
        assertThat(NoiseDivergence.C2N.klNats(real, fake)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void noisyImagesAreClampedFirst() {
        assertThat(NoiseDivergence.NAFLOW.histogram(image(0.5f), image(3)))
                .isEqualTo(NoiseDivergence.NAFLOW.histogram(image(0.5f), image(1)));
    }

    private static Image image(float... values) {
        return Image.copyOf(PixelDomain.SRGB, 1, values.length, values);
    }
}
