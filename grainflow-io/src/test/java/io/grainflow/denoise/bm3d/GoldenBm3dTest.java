package io.grainflow.denoise.bm3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.metric.Golden;
import io.grainflow.metric.Psnr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares BM3D with a prototype in another language. Block matching may resolve near ties differently. */
final class GoldenBm3dTest {
    private Golden golden;
    private Image clean;
    private Image noisy;

    @BeforeEach
    void read() {
        golden = Golden.shared("classical.safetensors");
        clean = golden.floatsByPixel("clean_rgb", 255);
        noisy = golden.floatsByPixel("noisy_rgb", 255);
    }

    @Test
    void grey() {
        Bm3d denoiser = new Bm3d(25.0 / 255, Bm3dProfile.normal(), 2);
        assertClose(denoiser.basic(noisy.channel(1)), clean.channel(1), "bm3d.basic");
        assertClose(denoiser.denoise(noisy.channel(1)), clean.channel(1), "bm3d.final");
    }

    @Test
    void highNoise() {
        assertClose(Bm3d.of(50.0 / 255, 2).denoise(noisy.channel(1)), clean.channel(1), "bm3d_vn_sigma50.final");
    }

    @Test
    void colour() {
        Bm3d denoiser = Bm3d.of(25.0 / 255, 2);
        assertClose(denoiser.basic(noisy), clean, "cbm3d.basic");
        assertClose(denoiser.denoise(noisy), clean, "cbm3d.final");
    }

    private void assertClose(Image restored, Image reference, String name) {
        Image expected = golden.floatsByPixel(name, 255);
        assertThat(255 * Math.sqrt(Psnr.meanSquaredError(expected, restored)))
                .as("RMS difference of %s", name)
                .isLessThan(0.1);
        assertThat(Psnr.decibels(reference, restored, 1))
                .as("PSNR of %s", name)
                .isCloseTo(Psnr.decibels(reference, expected, 1), within(0.02));
    }
}
