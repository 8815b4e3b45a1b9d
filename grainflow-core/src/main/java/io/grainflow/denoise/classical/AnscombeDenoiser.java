package io.grainflow.denoise.classical;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.progress.Progress;
import java.util.function.DoubleFunction;

/**
 * Removes Poisson-Gaussian noise with a denoiser for white Gaussian noise: the variance is stabilised, values are scaled to [0,1], denoised
 * and transformed back by the unbiased inverse. Quality degrades below about one count per pixel.
 *
 * @param stabiliser variance stabilisation for the noise, the same in every channel
 * @param gaussian the denoiser for a standard deviation, white = 1
 */
public record AnscombeDenoiser(GeneralisedAnscombe stabiliser, DoubleFunction<? extends Denoiser> gaussian)
        implements Denoiser {
    /** The expected values [C,H,W], offset included, not clipped at white. */
    @Override
    public Image denoise(Image noisy) {
        return denoise(noisy, Progress.silent());
    }

    @Override
    public Image denoise(Image noisy, Progress progress) {
        float[] values = noisy.toArray();
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stabiliser.forward(values[i]);
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        double range = greatest - least;
        if (range > 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((values[i] - least) / range);
            }
            Image stable = Image.adopt(noisy.domain(), noisy.height(), noisy.width(), values);
            values = gaussian.apply(1 / range).denoise(stable, progress).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (least + range * values[i]);
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stabiliser.inverse(values[i]);
        }
        return Image.adopt(noisy.domain(), noisy.height(), noisy.width(), values);
    }
}
