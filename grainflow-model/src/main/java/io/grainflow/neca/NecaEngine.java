package io.grainflow.neca;

import io.grainflow.image.Image;

/** Computes the networks of a NeCA on whole images. Safe for several threads. */
interface NecaEngine extends AutoCloseable {
    /**
     * The gain of a noisy image.
     *
     * @param set of networks
     */
    double gain(int set, Image noisy);

    /** The noise level of every value of a clean image, [C,H,W]. */
    float[] level(int set, Image clean, double gain);

    /**
     * Correlated noise of independent noise, [C,H,W].
     *
     * @param height multiple of {@link NecaNetworks#BLOCK}
     * @param width multiple of {@link NecaNetworks#BLOCK}
     */
    float[] correlated(int set, float[] independent, int height, int width);

    /** Frees native memory. */
    @Override
    void close();
}
