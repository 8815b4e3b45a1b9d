package io.grainflow.pair;

import io.grainflow.image.Image;

/**
 * A noisy image and the clean one it belongs to; noise = noisy - clean.
 *
 * @param scene what was photographed; splits never share a scene
 * @param clean reference, same domain and size as {@code noisy}
 */
public record NoisyPair(String scene, Image clean, Image noisy, Capture capture) {
    public NoisyPair {
        if (!clean.sameShape(noisy)) {
            throw new IllegalArgumentException(
                    "NoisyPair expects images of one shape, got clean " + clean + " and noisy " + noisy);
        }
    }
}
