package io.grainflow.dataset;

import io.grainflow.file.Levels;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import java.util.List;

/** Pairs of image files. */
final class FilePairs implements PairSource {
    private final List<FilePair> pairs;
    private final String fingerprint;

    FilePairs(List<FilePair> pairs) {
        this.pairs = List.copyOf(pairs);
        this.fingerprint = Fingerprint.of(this.pairs);
    }

    private FilePairs(List<FilePair> pairs, String fingerprint) {
        this.pairs = List.copyOf(pairs);
        this.fingerprint = fingerprint;
    }

    /** The same files with known black and white levels of the sensor. */
    FilePairs with(Levels levels) {
        return new FilePairs(pairs.stream().map(pair -> pair.with(levels)).toList(), fingerprint + " levels " + levels);
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
