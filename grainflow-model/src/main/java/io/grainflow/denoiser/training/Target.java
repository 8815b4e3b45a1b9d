package io.grainflow.denoiser.training;

/** The targets of a denoiser's training. */
public enum Target {
    /** The clean image. */
    CLEAN,
    /** A second noisy image with independent noise (Noise2Noise: Lehtinen et al., ICML 2018). */
    NOISY
}
