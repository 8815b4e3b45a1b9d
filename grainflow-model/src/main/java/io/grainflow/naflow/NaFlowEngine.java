package io.grainflow.naflow;

/** Runs a trained NAFlow over windows of images, in planes [C,h,w]. Safe for several threads. */
interface NaFlowEngine extends AutoCloseable {
    /** A window's size in pixels, whole blocks. */
    record Size(int height, int width) {}

    /**
     * A window in the latent space.
     *
     * @param z [C,h,w] of the coarsest level
     * @param logAbsDet in nats, over the positions that count
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Latent(float[] z, double logAbsDet) {}

    /**
     * Latent to noisy image.
     *
     * @param condition clean image with conditioning noise
     */
    float[] decode(Size size, float[] clean, float[] condition, float[] latent);

    /**
     * Noisy image to latent.
     *
     * @param weights how much each pixel counts, [h,w]
     */
    Latent encode(Size size, float[] noisy, float[] clean, float[] condition, float[] weights);

    /** Largest height and width of a tile without its surroundings. */
    int mostSide();

    @Override
    void close();
}
