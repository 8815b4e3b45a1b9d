package io.grainflow.noise.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.metric.Golden;
import org.junit.jupiter.api.Test;

/** Compares blind estimates with a prototype in another language. */
final class GoldenNoiseLevelTest {
    @Test
    void whiteSigmas() {
        Golden golden = Golden.shared("classical.safetensors");
        Image colour = golden.floatsByPixel("noisy_rgb", 255);
        Image green = colour.channel(1);
        assertThat(255 * WhiteSigma.laplacian(green)).isCloseTo(golden.value("est.immerkaer"), within(1e-4));
        // The prototype rounds to float32, which changes the texture test of one patch.
        assertThat(255 * WhiteSigma.weakTexture(green)).isCloseTo(golden.value("est.weak_texture_gray"), within(0.01));
        assertThat(255 * WhiteSigma.principalComponents(green, 3))
                .isCloseTo(golden.value("est.pca_gray"), within(1e-3));
        assertThat(255 * WhiteSigma.principalComponents(colour, 3))
                .isCloseTo(golden.value("est.pca_rgb"), within(1e-3));
    }
}
