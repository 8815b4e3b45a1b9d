package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SceneGeneratorTest {
    private static final int SIDE = 128;

    @Test
    void aSceneDependsOnItsSeedAlone() {
        assertThat(SceneGenerator.scene(new Seed(3), 40, 56)).isEqualTo(SceneGenerator.scene(new Seed(3), 40, 56));
        assertThat(SceneGenerator.scene(new Seed(3), 40, 56)).isNotEqualTo(SceneGenerator.scene(new Seed(4), 40, 56));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void valuesStayInRange(long seed) {
        Image scene = SceneGenerator.scene(new Seed(seed), 48, 48);
        for (int i = 0; i < scene.size(); i++) {
            assertThat(scene.values().get(i)).isBetween(0f, 1f);
        }
    }

    /** Natural images: power falls about as the square of the frequency, differences are far from Gaussian. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void leavesHaveNaturalStatistics(int channel) {
        RadialSpectrum spectrum = new RadialSpectrum(SIDE);
        double kurtosis = 0;
        int scenes = 10;
        for (int s = 0; s < scenes; s++) {
            Image leaves = SceneGenerator.leaves(new Seed(s), SIDE, SIDE);
            spectrum.add(leaves, channel);
            kurtosis += differenceKurtosis(leaves, channel) / scenes;
        }
        // slopes of photographs lie between -1.6 and -2.8 (Tolhurst, Tadmor, Chao 1992: amplitude -0.8 to -1.4)
        assertThat(spectrum.slope(3, SIDE / 4)).as("log-log slope of the power").isBetween(-2.7, -1.7);
        assertThat(kurtosis).as("kurtosis of horizontal differences").isGreaterThan(6);
    }

    /** White noise has a flat spectrum; this validates the measurement in the test above. */
    @Test
    void theSpectrumOfWhiteNoiseIsFlat() {
        RadialSpectrum spectrum = new RadialSpectrum(SIDE);
        for (int image = 0; image < 10; image++) {
            RandomField random = new RandomField(new Seed(8).child(image));
            float[] values = new float[SIDE * SIDE];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.normal(i);
            }
            spectrum.add(Image.adopt(PixelDomain.SRGB, SIDE, SIDE, values), 0);
        }
        assertThat(spectrum.slope(3, SIDE / 4)).isBetween(-0.15, 0.15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 63})
    void everySizeIsFilled(int side) {
        for (int s = 0; s < 12; s++) {
            Image scene = SceneGenerator.scene(new Seed(s), side, side + 3);
            assertThat(scene.height()).isEqualTo(side);
            assertThat(scene.width()).isEqualTo(side + 3);
        }
    }

    /** Scenes contain dark, bright, grey and coloured surfaces. */
    @Test
    void scenesDifferInLightAndColour() {
        double darkest = 1;
        double brightest = 0;
        double chroma = 0;
        int scenes = 30;
        for (int s = 0; s < scenes; s++) {
            Image scene = SceneGenerator.scene(new Seed(s), 32, 32);
            double light = 0;
            for (int i = 0; i < 1024; i++) {
                float r = scene.values().get(i);
                float g = scene.values().get(1024 + i);
                float b = scene.values().get(2048 + i);
                light += (r + g + b) / 3 / 1024;
                chroma += (Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b))) / 1024 / scenes;
            }
            darkest = Math.min(darkest, light);
            brightest = Math.max(brightest, light);
        }
        assertThat(darkest).isBetween(0.1, 0.4);
        assertThat(brightest).isBetween(0.5, 0.9);
        assertThat(chroma).isBetween(0.05, 0.2);
    }

    private static double differenceKurtosis(Image image, int channel) {
        double square = 0;
        double fourth = 0;
        int n = SIDE * (SIDE - 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 1; x < SIDE; x++) {
                double d = image.at(channel, y, x) - image.at(channel, y, x - 1);
                square += d * d;
                fourth += d * d * d * d;
            }
        }
        return fourth * n / (square * square);
    }
}
