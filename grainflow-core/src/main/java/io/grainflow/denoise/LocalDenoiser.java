package io.grainflow.denoise;

/**
 * A denoiser whose result depends on the surroundings of a pixel alone, so that a large image can be restored band by band:
 * a band with its surroundings gives what the whole image gives there.
 */
public interface LocalDenoiser extends Denoiser {
    /** How many pixels to each side an output pixel depends on, where bands begin at whole {@link #block}s; 0 for a pixel by itself. */
    int reach();

    /** Rows and columns from the image's corner of which bands must begin at multiples, at least 1. */
    int block();
}
