package io.grainflow.pair;

import java.util.List;

/** Where pairs come from. Real and synthetic ones look alike. */
public interface PairSource {
    /** All pairs, in a stable order. Nothing is decoded yet. */
    List<PairEntry> entries();

    /** Hash of the source's content (names, sizes or seeds: what decides the pixels), kept in provenance. */
    String fingerprint();

    /** What the two images of each pair are. */
    default PairKind kind() {
        return PairKind.NOISY_AND_CLEAN;
    }
}
