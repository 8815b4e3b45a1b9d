package io.grainflow.denoise.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.metric.Psnr;
import org.junit.jupiter.api.Test;

final class SlidingDctTest extends DenoiserContract {
    @Override
    protected Denoiser denoiser() {
        return new SlidingDct(sigma());
    }

    @Override
    protected int channels() {
        return 3;
    }

    @Override
    protected double sigma() {
        return 25.0 / 255;
    }

    @Test
    void takesMostOfTheNoiseOffASmoothScene() {
        Image clean = scene(1, 128, 128);
        Image noisy = noisy(clean, sigma());
        double gain = Psnr.decibels(clean, denoiser().denoise(noisy), 1) - Psnr.decibels(clean, noisy, 1);
        assertThat(gain).isGreaterThan(10);
    }

    @Test
    void withoutNoiseNothingChanges() {
        Image clean = scene(3, 20, 30);
        assertThat(new SlidingDct(0).denoise(clean)).isEqualTo(clean);
        assertThatThrownBy(() -> new SlidingDct(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
