package io.grainflow.denoise.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.metric.Golden;
import io.grainflow.metric.Psnr;
import org.junit.jupiter.api.Test;

/** Compares non-local means and variance stabilisation with a prototype in another language. */
final class GoldenClassicalTest {
    @Test
    void nonLocalMeans() {
        Golden golden = Golden.shared("classical.safetensors");
        Image noisy = golden.floatsByPixel("noisy_rgb", 255).channel(1);
        Image expected = golden.floatsByPixel("nlm_patchwise", 255);
        Image restored = new NonLocalMeans(25.0 / 255, 2).denoise(noisy);
        // The prototype treats borders differently, which affects 4 pixels. Inside, both agree.
        assertThat(255 * Math.sqrt(Psnr.meanSquaredError(inside(expected), inside(restored))))
                .isLessThan(0.01);
        assertThat(255 * Math.sqrt(Psnr.meanSquaredError(expected, restored))).isLessThan(0.5);
    }

    private static Image inside(Image image) {
        return image.crop(4, 4, image.height() - 8, image.width() - 8);
    }

    @Test
    void stabilisedCounts() {
        Golden golden = Golden.shared("classical.safetensors");
        double[] means = golden.tensor("gat.y").toDoubles();
        double[] expected = golden.tensor("gat.expected_f").toDoubles();
        double[] inverse = golden.tensor("gat.closed_form_inverse").toDoubles();
        GeneralisedAnscombe counts = GeneralisedAnscombe.poisson(1);
        for (int i = 0; i < means.length; i++) {
            assertThat(counts.inverse(expected[i])).isCloseTo(inverse[i], within(1e-4 * (1 + means[i])));
            assertThat(counts.inverse(expected[i])).isCloseTo(means[i], within(0.018));
        }
    }
}
