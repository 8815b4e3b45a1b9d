package io.grainflow.denoise.classical;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.bm3d.Bm3d;
import io.grainflow.image.Image;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.NoiseLevelEstimate;
import io.grainflow.noise.estimate.NoiseLevelEstimator;
import io.grainflow.progress.Progress;
import java.util.Locale;

/** Denoising methods that need no training, only the noise level. */
public enum ClassicalMethod {
    /** Block matching and 3-D filtering ({@link Bm3d}). */
    BM3D {
        @Override
        public Denoiser white(double sigma, int threads) {
            return Bm3d.of(sigma, threads);
        }
    },
    /** Non-local means ({@link NonLocalMeans}). */
    NLM {
        @Override
        public Denoiser white(double sigma, int threads) {
            return new NonLocalMeans(sigma, threads);
        }
    };

    /**
     * A denoiser for white Gaussian noise.
     *
     * @param sigma standard deviation, white = 1
     */
    public abstract Denoiser white(double sigma, int threads);

    /**
     * A denoiser for noise of variance slope * x + constant, by variance stabilisation.
     *
     * @param slope positive
     */
    public Denoiser signalDependent(double slope, double constant, int threads) {
        return new AnscombeDenoiser(GeneralisedAnscombe.ofLine(slope, constant), sigma -> white(sigma, threads));
    }

    /**
     * A blind denoiser: the noise is estimated from each image ({@link NoiseLevelEstimator}). Images that are too small for the estimate
     * are returned unchanged.
     */
    public Denoiser blind(int threads) {
        return new Blind(this, threads);
    }

    /** Estimates the noise of each image and then removes it. */
    private record Blind(ClassicalMethod method, int threads) implements Denoiser {
        @Override
        public Image denoise(Image noisy) {
            return denoise(noisy, Progress.silent());
        }

        @Override
        public Image denoise(Image noisy, Progress progress) {
            progress.advanced(0);
            return method.suited(noisy, threads).denoise(noisy, progress);
        }
    }

    private Denoiser suited(Image noisy, int threads) {
        if (!NoiseLevelEstimator.takes(noisy)) {
            return image -> image;
        }
        NoiseLevelEstimate estimate = NoiseLevelEstimator.estimate(noisy);
        NoiseLevel level = estimate.level();
        double slope = 0;
        double constant = 0;
        for (int c = 0; c < level.channels(); c++) {
            slope += level.b1(c) / level.channels();
            constant += level.b2(c) / level.channels();
        }
        return estimate.kind() == NoiseLevelEstimate.Kind.SIGNAL_DEPENDENT && slope > 0
                ? signalDependent(slope, constant, threads)
                : white(estimate.whiteSigma(), threads);
    }

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
