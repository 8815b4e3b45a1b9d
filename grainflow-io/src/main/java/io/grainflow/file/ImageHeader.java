package io.grainflow.file;

/**
 * Format and size of an image, read without decoding pixels.
 *
 * @param kind file format, such as png
 */
public record ImageHeader(String kind, int height, int width) {
    /** Number of pixels. */
    public long pixels() {
        return (long) height * width;
    }
}
