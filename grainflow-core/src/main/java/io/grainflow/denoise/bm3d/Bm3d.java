package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.Planes;
import io.grainflow.image.Image;
import io.grainflow.progress.Progress;

/**
 * Block matching and 3-D filtering (Dabov, Foi, Katkovnik, Egiazarian, Image denoising by sparse 3-D transform-domain collaborative
 * filtering, IEEE TIP 16(8), 2007) for white Gaussian noise. Similar blocks are stacked, transformed together and thresholded. A second
 * pass applies a Wiener filter to the stacks, with the first result as the signal. Three channels are treated as red, green and blue with
 * noise of equal strength (CBM3D, ICIP 2007: blocks are matched in the mean of the colours). With any other number, each channel is
 * filtered separately. The input is not corrected for clipping: noise that was clipped at black or white reduces the quality. The result
 * does not depend on the number of threads, to the bit.
 *
 * @param sigma standard deviation of the noise, white = 1, not negative
 * @param profile parameters of both passes
 * @param threads at least 1
 */
public record Bm3d(double sigma, Bm3dProfile profile, int threads) implements Denoiser {
    /** Both passes take about the same time. */
    private static final double HALF = 0.5;

    public Bm3d {
        if (!(sigma >= 0 && sigma <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("Bm3d expects a sigma of at least 0, got " + sigma);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("Bm3d expects at least one thread, got " + threads);
        }
    }

    /** BM3D with the usual parameters for this noise level. */
    public static Bm3d of(double sigma, int threads) {
        return new Bm3d(sigma, Bm3dProfile.forSigma(sigma), threads);
    }

    /** The restored image [C,H,W], not clipped. */
    @Override
    public Image denoise(Image noisy) {
        return denoise(noisy, Progress.silent());
    }

    @Override
    public Image denoise(Image noisy, Progress progress) {
        return restore(noisy, true, progress);
    }

    /** The result of the first pass alone. */
    Image basic(Image noisy) {
        return restore(noisy, false, Progress.silent());
    }

    private Image restore(Image noisy, boolean both, Progress progress) {
        if (sigma == 0) {
            return noisy;
        }
        int side = Math.max(profile.basic().side(), profile.wiener().side());
        Planes planes = Planes.of(noisy).atLeast(side);
        Planes restored;
        if (noisy.channels() == 3) {
            restored = OpponentColours.back(restore(OpponentColours.of(planes), OpponentColours.NOISE, both, progress));
        } else {
            float[][] values = new float[planes.channels()][];
            for (int c = 0; c < values.length; c++) {
                Progress part = progress.part((double) c / values.length, (c + 1.0) / values.length);
                values[c] =
                        restore(planes.channel(c), new double[] {1}, both, part).values()[0];
            }
            restored = new Planes(values, planes.height(), planes.width());
        }
        return restored.image(noisy.domain(), noisy.height(), noisy.width());
    }

    private Planes restore(Planes noisy, double[] noise, boolean both, Progress progress) {
        float[] limits = new float[noise.length];
        float[] variances = new float[noise.length];
        for (int c = 0; c < noise.length; c++) {
            double own = sigma * noise[c];
            limits[c] = (float) (profile.threshold() * own);
            variances[c] = (float) (own * own);
        }
        int side = profile.basic().side();
        BlockTransform wavelet = side == 8 ? BlockTransform.biorthogonal() : BlockTransform.cosine(side);
        Planes basic = new Bm3dPass(profile.basic(), wavelet, new HardThreshold(limits))
                .run(noisy, noisy, threads, progress.part(0, both ? HALF : 1));
        if (!both) {
            return basic;
        }
        BlockTransform cosine = BlockTransform.cosine(profile.wiener().side());
        return new Bm3dPass(profile.wiener(), cosine, new WienerShrinkage(variances))
                .run(noisy, basic, threads, progress.part(HALF, 1));
    }
}
