package io.grainflow.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Tests that every denoiser must pass. */
public abstract class DenoiserContract {
    /** The denoiser under test, for noise of about the standard deviation {@link #sigma}. */
    protected abstract Denoiser denoiser();

    /** Number of channels of the images. */
    protected abstract int channels();

    protected abstract double sigma();

    @Test
    void keepsSizeAndDomain() {
        for (int[] size : new int[][] {{1, 1}, {1, 37}, {23, 1}, {7, 64}, {65, 33}}) {
            Image noisy = noisy(scene(channels(), size[0], size[1]), sigma());
            Image restored = denoiser().denoise(noisy);
            assertThat(restored.sameShape(noisy))
                    .as("%s gives %s", noisy, restored)
                    .isTrue();
        }
    }

    @Test
    void lowersTheErrorOfAScene() {
        Image clean = scene(channels(), 96, 120);
        Image noisy = noisy(clean, sigma());
        Image restored = denoiser().denoise(noisy);
        assertThat(Psnr.meanSquaredError(clean, restored)).isLessThan(Psnr.meanSquaredError(clean, noisy));
    }

    @Test
    void givesTheSameTwice() {
        Image noisy = noisy(scene(channels(), 40, 33), sigma());
        assertThat(denoiser().denoise(noisy)).isEqualTo(denoiser().denoise(noisy));
    }

    /** The contract of {@link LocalDenoiser}: a band with enough context gives the same result as the whole image. */
    @Test
    void surroundingsWithinReachAreEnough() {
        Denoiser denoiser = denoiser();
        assumeTrue(denoiser instanceof LocalDenoiser, "it looks at the whole image");
        LocalDenoiser local = (LocalDenoiser) denoiser;
        int block = local.block();
        int halo = (local.reach() + block - 1) / block * block;
        int start = halo + block;
        int rows = 3 * block;
        Image noisy = noisy(scene(channels(), start + rows + 2 * halo + 5, 40), sigma());
        Image whole = local.denoise(noisy);
        Image band = local.denoise(noisy.crop(start - halo, 0, rows + 2 * halo, 40));
        for (int c = 0; c < channels(); c++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < 40; x++) {
                    assertThat(band.at(c, halo + y, x)).isCloseTo(whole.at(c, start + y, x), Offset.offset(1e-6f));
                }
            }
        }
    }

    /** Ramps, an edge and a disc: asymmetric, values in [0,1]. */
    public static Image scene(int channels, int height, int width) {
        float[] values = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double ramp = 0.2 + 0.4 * x / width + 0.1 * c;
                    double edge = 3 * y > 2 * x + 20 ? 0.25 : 0;
                    double disc = Math.hypot(y - 0.3 * height, x - 0.6 * width) < 0.2 * height ? -0.2 : 0;
                    values[(c * height + y) * width + x] = (float) (ramp + edge + disc);
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    /** The image with white Gaussian noise, not clipped. */
    public static Image noisy(Image clean, double sigma) {
        RandomField field = new RandomField(new Seed(7));
        float[] values = clean.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (sigma * field.normal(i));
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }
}
