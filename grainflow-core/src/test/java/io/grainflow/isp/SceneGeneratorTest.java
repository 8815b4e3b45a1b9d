package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.Image;
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
    @Test
    void leavesHaveNaturalStatistics() {
        double[] low = new double[2];
        double kurtosis = 0;
        int scenes = 8;
        for (int s = 0; s < scenes; s++) {
            Image leaves = SceneGenerator.leaves(new Seed(s), SIDE, SIDE);
            low[0] += rowPower(leaves, 4);
            low[1] += rowPower(leaves, 16);
            kurtosis += differenceKurtosis(leaves) / scenes;
        }
        // a row of an image with a 2-D spectrum f^-2 has about f^-1 to f^-2 in one dimension, edges give f^-2
        double slope = Math.log(low[1] / low[0]) / Math.log(4);
        assertThat(slope).as("log-log slope of the power of rows").isBetween(-2.4, -1.2);
        assertThat(kurtosis).as("kurtosis of horizontal differences").isGreaterThan(6);
    }

    private static double rowPower(Image image, int frequency) {
        double power = 0;
        for (int k = frequency - 1; k <= frequency + 1; k++) {
            for (int y = 0; y < SIDE; y++) {
                double re = 0;
                double im = 0;
                for (int x = 0; x < SIDE; x++) {
                    double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * x / SIDE);
                    re += window * image.at(1, y, x) * Math.cos(2 * Math.PI * k * x / SIDE);
                    im += window * image.at(1, y, x) * Math.sin(2 * Math.PI * k * x / SIDE);
                }
                power += re * re + im * im;
            }
        }
        return power;
    }

    private static double differenceKurtosis(Image image) {
        double square = 0;
        double fourth = 0;
        int n = SIDE * (SIDE - 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 1; x < SIDE; x++) {
                double d = image.at(1, y, x) - image.at(1, y, x - 1);
                square += d * d;
                fourth += d * d * d * d;
            }
        }
        return fourth * n / (square * square);
    }
}
