package io.grainflow.model;

import io.grainflow.image.PixelDomain;

/**
 * The meaning of a model's pixel values.
 *
 * @param domain of the images
 * @param white the value of white; 1 in this format
 */
public record Units(PixelDomain domain, double white) {
    public Units {
        if (white != 1) {
            throw new IllegalArgumentException("units expect white = 1, got " + white);
        }
    }

    public static Units of(PixelDomain domain) {
        return new Units(domain, 1);
    }
}
