package io.grainflow.dataset;

import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import java.util.List;

/** Pairs of files, whatever list they came from. */
final class FilePairs implements PairSource {
    private final List<FilePair> pairs;
    private final String fingerprint;

    FilePairs(List<FilePair> pairs) {
        this.pairs = List.copyOf(pairs);
        this.fingerprint = Fingerprint.of(this.pairs);
    }

    @Override
    public List<PairEntry> entries() {
        return List.copyOf(pairs);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
