package io.grainflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;

/** Tests that every metric of two images must pass. */
public interface MetricContract {
    double of(Image first, Image second);

    /** The value of equal images, which is the best possible value. */
    double best();

    /** Whether larger values are better. */
    boolean moreIsBetter();

    /** Whether the metric is symmetric. */
    default boolean symmetric() {
        return true;
    }

    @Test
    default void equalImagesGetTheBestValue() {
        Image image = image(1);
        if (Double.isInfinite(best())) {
            assertThat(of(image, image)).isEqualTo(best());
        } else {
            assertThat(of(image, image)).isCloseTo(best(), within(1e-12));
        }
    }

    @Test
    default void moreNoiseIsWorse() {
        Image image = image(1);
        double faint = of(image, noisy(image, 0.01, 2));
        double strong = of(image, noisy(image, 0.1, 2));
        assertThat(faint).isNotEqualTo(best());
        if (moreIsBetter()) {
            assertThat(faint).isGreaterThan(strong).isLessThan(best());
        } else {
            assertThat(faint).isLessThan(strong).isGreaterThan(best());
        }
    }

    @Test
    default void symmetryIsAsStated() {
        Image a = image(1);
        Image b = noisy(a, 0.05, 3);
        if (symmetric()) {
            assertThat(of(a, b)).isCloseTo(of(b, a), within(1e-12));
        } else {
            assertThat(of(a, b)).isNotEqualTo(of(b, a));
        }
    }

    @Test
    default void imagesOfDifferentShapeAreRefused() {
        Image image = image(1);
        Image other = Image.copyOf(PixelDomain.SRGB, 48, 32, image.toArray());
        assertThatThrownBy(() -> of(image, other)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Random tiles [3,32,48] between 0.2 and 0.8. */
    static Image image(long seed) {
        RandomField field = new RandomField(new Seed(seed));
        float[] values = new float[3 * 32 * 48];
        for (int i = 0; i < values.length; i++) {
            int tile = i / (32 * 48) * 1000 + i / 48 % 32 / 8 * 10 + i % 48 / 8;
            values[i] = (float) (0.2 + 0.6 * field.uniform(tile, 0));
        }
        return Image.adopt(PixelDomain.SRGB, 32, 48, values);
    }

    /** The image with white Gaussian noise. */
    static Image noisy(Image image, double sigma, long seed) {
        RandomField field = new RandomField(new Seed(seed));
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (sigma * field.normal(i));
        }
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }
}
