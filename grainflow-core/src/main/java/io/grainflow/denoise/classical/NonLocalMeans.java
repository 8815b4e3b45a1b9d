package io.grainflow.denoise.classical;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.OrderedWork;
import io.grainflow.denoise.Planes;
import io.grainflow.image.Image;
import io.grainflow.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Patchwise non-local means (Buades, Coll, Morel, Non-local means denoising, IPOL 2011) with the paper's parameters for each sigma, for one
 * or several channels. The distance of patches is computed over all channels; borders are reflected. The result does not depend on the
 * number of threads, to the bit.
 *
 * @param sigma standard deviation of the noise, white = 1, not negative
 * @param threads at least 1
 */
public record NonLocalMeans(double sigma, int threads) implements Denoiser {
    private static final int BAND = 16;

    public NonLocalMeans {
        if (!(sigma >= 0 && sigma <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("NonLocalMeans expects a sigma of at least 0, got " + sigma);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("NonLocalMeans expects at least one thread, got " + threads);
        }
    }

    /**
     * Sizes of the patch and the search window, and the filter strength.
     *
     * @param patch f: a patch has 2 f + 1 pixels a side
     * @param search R: radius of the search window in pixels
     * @param strength h / sigma
     */
    record Sizes(int patch, int search, double strength) {
        static Sizes of(double sigma, boolean grey) {
            double level = 255 * sigma;
            if (!grey) {
                return level <= 25
                        ? new Sizes(1, 10, 0.55)
                        : level <= 55 ? new Sizes(2, 17, 0.4) : new Sizes(3, 17, 0.35);
            }
            if (level <= 30) {
                return new Sizes(level <= 15 ? 1 : 2, 10, 0.4);
            }
            return level <= 75 ? new Sizes(level <= 45 ? 3 : 4, 17, 0.35) : new Sizes(5, 17, 0.3);
        }
    }

    /** The restored image [C,H,W], not clipped. */
    @Override
    public Image denoise(Image noisy) {
        return denoise(noisy, Progress.silent());
    }

    @Override
    public Image denoise(Image noisy, Progress progress) {
        if (sigma == 0) {
            return noisy;
        }
        Sizes sizes = Sizes.of(sigma, noisy.channels() == 1);
        int margin = sizes.search() + 2 * sizes.patch();
        Planes framed = framed(Planes.of(noisy), margin);
        float[][] restored = new float[noisy.channels()][noisy.height() * noisy.width()];
        List<Callable<Boolean>> bands = new ArrayList<>();
        for (int top = 0; top < noisy.height(); top += BAND) {
            int first = top;
            int rows = Math.min(BAND, noisy.height() - top);
            bands.add(() -> {
                new PatchAverage(framed, sizes, sigma, rows).restore(first, restored);
                return true;
            });
        }
        int[] done = {0};
        OrderedWork.run(bands, threads, band -> progress.advanced((double) ++done[0] / bands.size()));
        return new Planes(restored, noisy.height(), noisy.width()).image(noisy.domain(), noisy.height(), noisy.width());
    }

    private static Planes framed(Planes planes, int margin) {
        int height = planes.height() + 2 * margin;
        int width = planes.width() + 2 * margin;
        float[][] framed = new float[planes.channels()][height * width];
        for (int c = 0; c < framed.length; c++) {
            for (int y = 0; y < height; y++) {
                int row = Planes.mirrored(y - margin, planes.height()) * planes.width();
                for (int x = 0; x < width; x++) {
                    framed[c][y * width + x] = planes.values()[c][row + Planes.mirrored(x - margin, planes.width())];
                }
            }
        }
        return new Planes(framed, height, width);
    }
}
