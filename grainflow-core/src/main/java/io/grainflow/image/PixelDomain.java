package io.grainflow.image;

/** What the numbers of an image mean. */
public enum PixelDomain {
    /** Linear sensor values, black level removed, white = 1, one plane per site of the colour filter array. */
    RAW_PACKED,
    /** Gamma-encoded display values, 255 = 1; three planes (red, green, blue) or one (grey). */
    SRGB,
    /**
     * Linear light without a fixed white, such as the output of a renderer (HDR). Also other measured values of any scale, such as the
     * signal of magnetic resonance.
     */
    LINEAR
}
