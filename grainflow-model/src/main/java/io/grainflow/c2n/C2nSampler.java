package io.grainflow.c2n;

import io.grainflow.image.Image;

/** Computes samples of a trained generator. Safe for several threads. */
interface C2nSampler extends AutoCloseable {
    /**
     * The clean image with noise, [C,H,W], neither clipped nor rounded.
     *
     * @param features the random numbers, for the image's size
     */
    float[] noisy(Image clean, C2nFeatures features);

    @Override
    void close();
}
