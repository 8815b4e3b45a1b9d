package io.grainflow.pair;

import java.util.List;

/** A source of pairs, real or synthetic. */
public interface PairSource {
    /** All pairs, in a stable order. No file is decoded. */
    List<PairEntry> entries();

    /** Hash of what determines the source's content (names and sizes, or seeds), recorded as provenance. */
    String fingerprint();

    /** What the two images of each pair are. */
    default PairKind kind() {
        return PairKind.NOISY_AND_CLEAN;
    }
}
