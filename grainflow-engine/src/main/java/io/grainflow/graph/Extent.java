package io.grainflow.graph;

/**
 * Shape of a value relative to the size of the image.
 *
 * @param halvings how often height and width were halved
 * @param everywhere whether it is a vector, [N,C,1,1], the same at every position; its size does not depend on the image
 */
public record Extent(int channels, int halvings, boolean everywhere) {
    static Extent of(int channels, int halvings) {
        return new Extent(channels, halvings, false);
    }
}
