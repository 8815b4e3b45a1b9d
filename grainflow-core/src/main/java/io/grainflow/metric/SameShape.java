package io.grainflow.metric;

import io.grainflow.image.Image;

/** Checks that images have the same shape. */
final class SameShape {
    private SameShape() {}

    static void check(String metric, Image first, Image... others) {
        for (Image other : others) {
            if (!first.sameShape(other)) {
                throw new IllegalArgumentException(
                        metric + " expects images of one shape, got " + first + " and " + other);
            }
        }
    }
}
