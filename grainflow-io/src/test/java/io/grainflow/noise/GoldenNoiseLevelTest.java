package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Golden;
import org.junit.jupiter.api.Test;

/** Blind estimates against a prototype in another language. */
final class GoldenNoiseLevelTest {
    @Test
    void whiteSigmas() {
        Golden golden = Golden.shared("classical.safetensors");
        long[] shape = golden.tensor("noisy_rgb").shape();
        float[] interleaved = golden.tensor("noisy_rgb").toFloats();
        int plane = (int) (shape[0] * shape[1]);
        float[] values = new float[3 * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = interleaved[i % plane * 3 + i / plane] / 255;
        }
        Image colour = Image.adopt(PixelDomain.SRGB, (int) shape[0], (int) shape[1], values);
        Image green = colour.channel(1);
        assertThat(255 * WhiteSigma.laplacian(green)).isCloseTo(golden.value("est.immerkaer"), within(1e-4));
        // The prototype rounds to float32, which moves a patch across the texture limit.
        assertThat(255 * WhiteSigma.weakTexture(green)).isCloseTo(golden.value("est.weak_texture_gray"), within(0.01));
        assertThat(255 * WhiteSigma.principalComponents(green, 3))
                .isCloseTo(golden.value("est.pca_gray"), within(1e-3));
        assertThat(255 * WhiteSigma.principalComponents(colour, 3))
                .isCloseTo(golden.value("est.pca_rgb"), within(1e-3));
    }
}
