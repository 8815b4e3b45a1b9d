package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DemosaicTest {
    private static final int HEIGHT = 14;
    private static final int WIDTH = 18;

    @ParameterizedTest
    @EnumSource
    void flatFieldsStayFlatUpToTheBorder(BayerPattern pattern) {
        float[] rgb = new float[3 * HEIGHT * WIDTH];
        for (int c = 0; c < 3; c++) {
            Arrays.fill(rgb, c * HEIGHT * WIDTH, (c + 1) * HEIGHT * WIDTH, 0.2f + 0.25f * c);
        }
        for (Demosaic demosaic : Demosaic.values()) {
            float[] back = through(demosaic, rgb, pattern);
            for (int i = 0; i < rgb.length; i++) {
                assertThat(back[i]).isCloseTo(rgb[i], within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneCellIsEnough(BayerPattern pattern) {
        float[] mosaic = new float[4];
        for (int i = 0; i < 4; i++) {
            mosaic[i] = 0.2f + 0.25f * pattern.colour(i / 2, i % 2);
        }
        for (Demosaic demosaic : Demosaic.values()) {
            Image rgb = demosaic.apply(mosaic, 2, 2, pattern);
            for (int i = 0; i < rgb.size(); i++) {
                int colour = i / 4;
                assertThat(rgb.values().get(i)).isCloseTo(0.2f + 0.25f * colour, within(1e-6f));
            }
        }
    }

    /** Two pixels or more from the border, the reflected pixels are not used. */
    @ParameterizedTest
    @EnumSource
    void linearRampsAreExactInside(BayerPattern pattern) {
        float[] rgb = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < rgb.length; i++) {
            int c = i / (HEIGHT * WIDTH);
            // equal slopes in all colours, so that the correction by the Laplacian of another colour also vanishes
            rgb[i] = 0.1f + 0.1f * c + 0.02f * (i / WIDTH % HEIGHT) + 0.013f * (i % WIDTH);
        }
        for (Demosaic demosaic : Demosaic.values()) {
            float[] back = through(demosaic, rgb, pattern);
            for (int i = 0; i < rgb.length; i++) {
                int y = i / WIDTH % HEIGHT;
                int x = i % WIDTH;
                if (y >= 2 && y < HEIGHT - 2 && x >= 2 && x < WIDTH - 2) {
                    assertThat(back[i]).as("%s at %d,%d", demosaic, y, x).isCloseTo(rgb[i], within(1e-6f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void measuredSitesAreKept(BayerPattern pattern) {
        float[] mosaic = new float[HEIGHT * WIDTH];
        for (int i = 0; i < mosaic.length; i++) {
            mosaic[i] = (i * 37 % 101) / 101f;
        }
        for (Demosaic demosaic : Demosaic.values()) {
            Image rgb = demosaic.apply(mosaic, HEIGHT, WIDTH, pattern);
            assertThat(Mosaic.sample(rgb, pattern)).containsExactly(mosaic);
        }
    }

    /** The gradient correction improves sharp grey edges. */
    @ParameterizedTest
    @EnumSource
    void malvarIsNearerAtEdgesOfGrey(BayerPattern pattern) {
        float[] rgb = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = i % WIDTH < WIDTH / 2 ? 0.1f : 0.8f;
        }
        assertThat(squaredError(Demosaic.MALVAR, rgb, pattern))
                .isLessThan(0.8 * squaredError(Demosaic.BILINEAR, rgb, pattern));
    }

    private static double squaredError(Demosaic demosaic, float[] rgb, BayerPattern pattern) {
        float[] back = through(demosaic, rgb, pattern);
        double sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            sum += Math.pow(back[i] - rgb[i], 2);
        }
        return sum;
    }

    private static float[] through(Demosaic demosaic, float[] rgb, BayerPattern pattern) {
        Image image = Image.copyOf(PixelDomain.SRGB, HEIGHT, WIDTH, rgb);
        return demosaic.apply(Mosaic.sample(image, pattern), HEIGHT, WIDTH, pattern)
                .toArray();
    }
}
