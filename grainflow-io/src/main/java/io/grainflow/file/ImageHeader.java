package io.grainflow.file;

/**
 * What a file says of its image before any pixel is decoded.
 *
 * @param kind file format, such as png
 */
public record ImageHeader(String kind, int height, int width) {
    /** Number of pixels. */
    public long pixels() {
        return (long) height * width;
    }
}
