package io.grainflow.denoise.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoise.Planes;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class NonLocalMeansTest {
    private static final double SIGMA = 25.0 / 255;

    @Nested
    final class OfGrey extends DenoiserContract {
        @Override
        protected Denoiser denoiser() {
            return new NonLocalMeans(sigma(), 2);
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
            return new NonLocalMeans(sigma(), 2);
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

    /** Direct implementation of the definition, patch by patch. */
    @Test
    void fastFormGivesTheMeansOfPatches() {
        Image noisy = DenoiserContract.noisy(DenoiserContract.scene(3, 19, 23), SIGMA);
        NonLocalMeans.Sizes sizes = NonLocalMeans.Sizes.of(SIGMA, false);
        double[] sums = new double[noisy.size()];
        int f = sizes.patch();
        for (int y = -f; y < noisy.height() + f; y++) {
            for (int x = -f; x < noisy.width() + f; x++) {
                addMeanPatch(noisy, sizes, y, x, sums);
            }
        }
        float[] restored = new NonLocalMeans(SIGMA, 1).denoise(noisy).toArray();
        for (int i = 0; i < sums.length; i++) {
            assertThat(restored[i]).isCloseTo((float) (sums[i] / ((2 * f + 1) * (2 * f + 1))), within(1e-5f));
        }
    }

    private static void addMeanPatch(Image noisy, NonLocalMeans.Sizes sizes, int y, int x, double[] sums) {
        int radius = sizes.search();
        double[][] weights = new double[2 * radius + 1][2 * radius + 1];
        double greatest = 0;
        double total = 0;
        for (int v = -radius; v <= radius; v++) {
            for (int u = -radius; u <= radius; u++) {
                if (v != 0 || u != 0) {
                    weights[v + radius][u + radius] = weight(noisy, sizes, y, x, v, u);
                    greatest = Math.max(greatest, weights[v + radius][u + radius]);
                    total += weights[v + radius][u + radius];
                }
            }
        }
        weights[radius][radius] = greatest;
        int f = sizes.patch();
        for (int i = Math.max(0, y - f); i <= Math.min(noisy.height() - 1, y + f); i++) {
            for (int j = Math.max(0, x - f); j <= Math.min(noisy.width() - 1, x + f); j++) {
                for (int c = 0; c < noisy.channels(); c++) {
                    for (int v = -radius; v <= radius; v++) {
                        for (int u = -radius; u <= radius; u++) {
                            sums[(c * noisy.height() + i) * noisy.width() + j] +=
                                    weights[v + radius][u + radius] * at(noisy, c, i + v, j + u) / (total + greatest);
                        }
                    }
                }
            }
        }
    }

    private static double weight(Image noisy, NonLocalMeans.Sizes sizes, int y, int x, int v, int u) {
        int f = sizes.patch();
        double sum = 0;
        for (int c = 0; c < noisy.channels(); c++) {
            for (int i = -f; i <= f; i++) {
                for (int j = -f; j <= f; j++) {
                    double difference = at(noisy, c, y + i, x + j) - at(noisy, c, y + i + v, x + j + u);
                    sum += difference * difference;
                }
            }
        }
        double mean = sum / ((2 * f + 1) * (2 * f + 1) * noisy.channels());
        double h = sizes.strength() * SIGMA;
        return Math.exp(-Math.max(0, mean - 2 * SIGMA * SIGMA) / (h * h));
    }

    private static float at(Image image, int channel, int y, int x) {
        return image.at(channel, Planes.mirrored(y, image.height()), Planes.mirrored(x, image.width()));
    }

    @Test
    void bytesDoNotDependOnTheThreads() {
        Image noisy = DenoiserContract.noisy(DenoiserContract.scene(1, 70, 50), SIGMA);
        Image one = new NonLocalMeans(SIGMA, 1).denoise(noisy);
        assertThat(new NonLocalMeans(SIGMA, 2).denoise(noisy)).isEqualTo(one);
        assertThat(new NonLocalMeans(SIGMA, 3).denoise(noisy)).isEqualTo(one);
    }

    @Test
    void constantsStay() {
        float[] values = new float[17 * 20];
        Arrays.fill(values, 0.3f);
        for (float value : new NonLocalMeans(SIGMA, 1)
                .denoise(Image.adopt(PixelDomain.SRGB, 17, 20, values))
                .toArray()) {
            assertThat(value).isCloseTo(0.3f, within(1e-5f));
        }
    }

    @Test
    void rejectsWhatMakesNoSense() {
        Image scene = DenoiserContract.scene(1, 9, 9);
        assertThat(new NonLocalMeans(0, 1).denoise(scene)).isEqualTo(scene);
        assertThatThrownBy(() -> new NonLocalMeans(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NonLocalMeans(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
