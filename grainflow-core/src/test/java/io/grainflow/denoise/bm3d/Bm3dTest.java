package io.grainflow.denoise.bm3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Bm3dTest {
    private static final double SIGMA = 25.0 / 255;

    @Nested
    final class OfGrey extends DenoiserContract {
        @Override
        protected Denoiser denoiser() {
            return Bm3d.of(sigma(), 2);
        }

        @Override
        protected int channels() {
            return 1;
        }

        @Override
        protected double sigma() {
            return SIGMA;
        }
    }

    @Nested
    final class OfColour extends DenoiserContract {
        @Override
        protected Denoiser denoiser() {
            return Bm3d.of(sigma(), 2);
        }

        @Override
        protected int channels() {
            return 3;
        }

        @Override
        protected double sigma() {
            return SIGMA;
        }
    }

    @Nested
    final class OfMosaicPlanesInHighNoise extends DenoiserContract {
        @Override
        protected Denoiser denoiser() {
            return Bm3d.of(sigma(), 1);
        }

        @Override
        protected int channels() {
            return 4;
        }

        @Override
        protected double sigma() {
            return 60.0 / 255;
        }
    }

    @Test
    void bytesDoNotDependOnTheThreads() {
        Image noisy = DenoiserContract.noisy(DenoiserContract.scene(3, 150, 290), SIGMA);
        Image one = new Bm3d(SIGMA, Bm3dProfile.fast(), 1).denoise(noisy);
        assertThat(new Bm3d(SIGMA, Bm3dProfile.fast(), 2).denoise(noisy)).isEqualTo(one);
        assertThat(new Bm3d(SIGMA, Bm3dProfile.fast(), 3).denoise(noisy)).isEqualTo(one);
    }

    @Test
    void eachPassAndTheSlowerProfileGain() {
        Image clean = DenoiserContract.scene(1, 128, 128);
        Image noisy = DenoiserContract.noisy(clean, SIGMA);
        double fast = decibels(clean, new Bm3d(SIGMA, Bm3dProfile.fast(), 1).denoise(noisy));
        double basic = decibels(clean, Bm3d.of(SIGMA, 1).basic(noisy));
        double normal = decibels(clean, Bm3d.of(SIGMA, 1).denoise(noisy));
        assertThat(fast).isGreaterThan(decibels(clean, noisy) + 14);
        assertThat(normal).isGreaterThan(fast).isGreaterThan(basic + 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void constantsAndBlackStay(int channels) {
        for (float value : new float[] {0, 0.4f}) {
            float[] values = new float[channels * 30 * 41];
            Arrays.fill(values, value);
            Image constant = Image.adopt(PixelDomain.SRGB, 30, 41, values);
            float[] restored = Bm3d.of(SIGMA, 2).denoise(constant).toArray();
            for (float pixel : restored) {
                // The Wiener filter reduces the value by sigma^2 / (n N^2 value^2), less than 1e-3 of it.
                assertThat(pixel).isCloseTo(value, within(1e-3f * value + 1e-9f));
            }
        }
    }

    @Test
    void mirroringAnImageMirrorsTheResultUpToTheGrid() {
        Image clean = DenoiserContract.scene(1, 65, 65);
        Image noisy = DenoiserContract.noisy(clean, SIGMA);
        Image there = Bm3d.of(SIGMA, 1).denoise(noisy);
        Image back = turned(Bm3d.of(SIGMA, 1).denoise(turned(noisy)));
        assertThat(255 * Math.sqrt(Psnr.meanSquaredError(there, back))).isLessThan(1);
    }

    @Test
    void rejectsWhatMakesNoSense() {
        assertThat(Bm3d.of(0, 1).denoise(DenoiserContract.scene(1, 9, 9))).isEqualTo(DenoiserContract.scene(1, 9, 9));
        assertThatThrownBy(() -> Bm3d.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bm3d.of(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockGrouping(4, 1, 9, 16, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockGrouping(8, 1, 9, 15, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Image turned(Image image) {
        float[] values = image.toArray();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[values.length - 1 - i];
        }
        return Image.adopt(image.domain(), image.height(), image.width(), turned);
    }

    private static double decibels(Image clean, Image image) {
        return Psnr.decibels(clean, image, 1);
    }
}
