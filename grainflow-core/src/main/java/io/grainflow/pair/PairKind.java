package io.grainflow.pair;

/** What the two images of a pair are. */
public enum PairKind {
    /** A noisy image and a clean one. */
    NOISY_AND_CLEAN,
    /** Two independent noisy shots of one scene, in no particular order. */
    TWO_SHOTS,
    /** The same clean image twice; the noise is added later. */
    CLEAN,
    /** The same noisy image twice; there is no other image of its scene. */
    NOISY
}
