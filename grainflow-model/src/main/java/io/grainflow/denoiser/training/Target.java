package io.grainflow.denoiser.training;

/** What a denoiser learns to give. */
public enum Target {
    /** The clean image. */
    CLEAN,
    /** A second noisy picture, drawn independently (Noise2Noise: Lehtinen et al., ICML 2018). */
    NOISY
}
