package io.grainflow.denoise;

/**
 * A denoiser with a bounded receptive field, so that a large image can be denoised in bands of rows: a band with enough context gives the
 * same pixels as the whole image.
 */
public interface LocalDenoiser extends Denoiser {
    /**
     * Radius of the receptive field in pixels, if bands begin at multiples of {@link #block}; 0 if each pixel is processed independently.
     */
    int reach();

    /** Alignment of bands in pixels: their first row and column must be multiples of it, counted from the image's corner. At least 1. */
    int block();
}
