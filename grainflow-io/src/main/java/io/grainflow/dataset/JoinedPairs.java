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
 * Several data sets as one. Names and scenes contain the index of their data set, so that scenes of equal names stay separate. Each data
 * set is split separately, so that a scene that is held out in its own data set is also held out in the joined one.
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

    /** The entries of one part with their names in the joined data set. */
    public List<PairEntry> entries(int part) {
        return parts.get(part).entries().stream()
                .map(entry -> named(part, entry))
                .toList();
    }

    /** An entry of a part with its name in the joined data set. */
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
