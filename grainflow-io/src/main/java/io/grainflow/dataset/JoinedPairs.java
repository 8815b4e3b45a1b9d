package io.grainflow.dataset;

import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several data sets as one. Names and scenes tell which one they are of, so that scenes of equal names stay apart; each part is
 * split for itself, so that a scene is held out in the whole where it is held out in its part.
 *
 * @param parts at least one
 */
public record JoinedPairs(List<PairSource> parts) implements PairSource {
    public JoinedPairs {
        parts = List.copyOf(parts);
        if (parts.stream().map(PairSource::kind).distinct().count() > 1) {
            throw new InputException(
                    "data", "joins pairs with clean images and pairs without", "give data sets of one kind");
        }
    }

    @Override
    public List<PairEntry> entries() {
        List<PairEntry> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.addAll(entries(i));
        }
        return List.copyOf(all);
    }

    /** The entries of one part under their names in the whole. */
    public List<PairEntry> entries(int part) {
        return parts.get(part).entries().stream()
                .map(entry -> named(part, entry))
                .toList();
    }

    /** One of a part's entries under its name in the whole. */
    public static PairEntry named(int part, PairEntry entry) {
        return new Part("data" + (part + 1) + "/", entry);
    }

    @Override
    public PairKind kind() {
        return parts.get(0).kind();
    }

    @Override
    public String fingerprint() {
        return parts.stream().map(PairSource::fingerprint).collect(Collectors.joining("+"));
    }

    private record Part(String prefix, PairEntry entry) implements PairEntry {
        @Override
        public String name() {
            return prefix + entry.name();
        }

        @Override
        public String scene() {
            return prefix + entry.scene();
        }

        @Override
        public Capture capture() {
            return entry.capture();
        }

        @Override
        public NoisyPair load() {
            NoisyPair pair = entry.load();
            return new NoisyPair(scene(), pair.clean(), pair.noisy(), pair.capture());
        }
    }
}
