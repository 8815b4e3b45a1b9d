package io.grainflow.nmflowgan;

/** Computes the flow and the generator of a whole image. Values are [C,H,W], row by row. Safe for several threads. */
interface NmFlowGanEngine extends AutoCloseable {
    /**
     * A sample of the flow before rounding, in grey levels.
     *
     * @param clean dequantised grey levels of the clean image, divided by 256
     * @param latent standard normal numbers
     * @param row which camera and ISO: index of the ISO * number of cameras + index of the camera
     */
    float[] decode(int height, int width, float[] clean, float[] latent, int row);

    /**
     * Negative log-density of dequantised grey levels, in nats, summed over the image.
     *
     * @param noisy dequantised grey levels of the noisy image
     */
    double nats(int height, int width, float[] clean, float[] noisy, int row);

    /**
     * Noise with correlation.
     *
     * @param height a multiple of the generator's block, like the width
     * @param noise in the generator's unit
     */
    float[] correlate(int height, int width, float[] noise);

    /** Frees native memory. */
    @Override
    void close();
}
