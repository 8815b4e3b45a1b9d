package io.grainflow.pair;

/** What the two images of a pair are. */
public enum PairKind {
    /** A noisy image and a clean one. */
    NOISY_AND_CLEAN,
    /** Two independent noisy shots of one scene; which of them stands in the clean one's place means nothing. */
    TWO_SHOTS,
    /** Twice the same clean image: noise is still to be made. */
    CLEAN,
    /** Twice the same noisy image: nothing else is known of its scene. */
    NOISY
}
