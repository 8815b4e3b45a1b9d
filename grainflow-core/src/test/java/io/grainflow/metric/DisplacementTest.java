package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.SceneGenerator;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shifts between noisy pictures of one scene. */
final class DisplacementTest {
    private static final Image SCENE = SceneGenerator.scene(new Seed(5), 260, 280);

    @ParameterizedTest
    @CsvSource({"0, 0, 0.1", "1, 0, 0.1", "0, -1, 0.05", "3, 2, 0.1", "-9, 6, 0.1", "0, 0, 0.3", "2, -1, 0.3"})
    void wholePixelsAreFoundThroughNoise(int right, int down, double sigma) {
        Image scene = SCENE;
        Image first = noisy(scene.crop(20, 20, 200, 220), sigma, 1);
        Image second = noisy(scene.crop(20 - down, 20 - right, 200, 220), sigma, 2);
        Displacement found = Displacement.between(first, second);
        assertThat(found.uncertainty()).isLessThan(0.3);
        assertThat(found.right()).isCloseTo(right, within(0.1 + 4 * found.uncertainty()));
        assertThat(found.down()).isCloseTo(down, within(0.1 + 4 * found.uncertainty()));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1"})
    void halfPixelsAreFound(int right, int down) {
        Image scene = SCENE;
        Image first = noisy(halved(scene, 0, 0), 0.05, 1);
        Image second = noisy(halved(scene, right, down), 0.05, 2);
        Displacement found = Displacement.between(first, second);
        assertThat(found.right()).isCloseTo(0.5 * right, within(0.12));
        assertThat(found.down()).isCloseTo(0.5 * down, within(0.12));
    }

    @Test
    void noiseAloneTellsNothing() {
        Image flat = Image.adopt(PixelDomain.SRGB, 100, 100, new float[10_000]);
        Displacement found = Displacement.between(noisy(flat, 0.1, 1), noisy(flat, 0.1, 2));
        assertThat(found.length()).isLessThanOrEqualTo(5 * found.uncertainty());
    }

    @Test
    void tinyImagesTellNothing() {
        Image dot = Image.adopt(PixelDomain.SRGB, 3, 3, new float[9]);
        assertThat(Displacement.between(dot, dot).uncertainty()).isInfinite();
    }

    /** Means of 2x2 pixels, with the grid shifted to the left and up by the given number of pixels. */
    private static Image halved(Image scene, int right, int down) {
        float[] values = new float[100 * 100];
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 100; x++) {
                for (int k = 0; k < 4; k++) {
                    values[y * 100 + x] += 0.25f * scene.at(1, 10 + 2 * y + k / 2 - down, 10 + 2 * x + k % 2 - right);
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, 100, 100, values);
    }

    private static Image noisy(Image image, double sigma, long seed) {
        return new GaussianNoise(sigma).sampleNoisy(image, Capture.of("any", 1), new Seed(seed));
    }
}
