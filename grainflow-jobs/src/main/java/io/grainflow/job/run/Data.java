package io.grainflow.job.run;

import io.grainflow.dataset.Datasets;
import io.grainflow.dataset.JoinedPairs;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.SceneSplit;
import io.grainflow.pair.Split;
import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pairs that a job works on.
 *
 * @param data a folder, with a prefix for kinds of data sets that are not recognised; several are joined by semicolons
 * @param split part of the scenes
 */
public record Data(@Required String data, Part split) implements JobOptions {
    /** Parts of the scenes. The split is always the same, so that no training uses test scenes. */
    public enum Part {
        TRAIN(Split.TRAIN),
        VALIDATION(Split.VALIDATION),
        TEST(Split.TEST),
        ALL(null);

        private final @Nullable Split split;

        Part(@Nullable Split split) {
            this.split = split;
        }

        /** The name in options and documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All scenes. The data set has to be set. */
    public static Data defaults() {
        return new Data("", Part.ALL);
    }

    /** All scenes of a data set. */
    public static Data all(String data) {
        return new Data(data, Part.ALL);
    }

    /** Opens the source. */
    public PairSource open() {
        return Datasets.open(data);
    }

    /**
     * Opens the source and checks the kind of its pairs.
     *
     * @throws InputException if it holds pairs of another kind
     */
    public PairSource open(PairKind... wanted) {
        PairSource source = open();
        if (!List.of(wanted).contains(source.kind())) {
            throw new InputException(
                    "data " + data,
                    switch (source.kind()) {
                        case NOISY_AND_CLEAN -> "has clean images";
                        case TWO_SHOTS -> "has two noisy shots of each scene and no clean image";
                        case CLEAN -> "has clean images alone";
                        case NOISY -> "has noisy images alone";
                    },
                    "this works on "
                            + Arrays.stream(wanted).map(Data::described).collect(Collectors.joining(" or ")));
        }
        return source;
    }

    private static String described(PairKind kind) {
        return switch (kind) {
            case NOISY_AND_CLEAN -> "noisy and clean pairs";
            case TWO_SHOTS -> "two shots (`target=noisy` where it is an option)";
            case CLEAN -> "clean images";
            case NOISY -> "noisy images";
        };
    }

    /**
     * The entries of the part.
     *
     * @throws InputException if there are none
     */
    public List<PairEntry> entries(PairSource source) {
        List<PairEntry> all = source.entries();
        if (split.split == null) {
            return all;
        }
        List<PairEntry> chosen = scenes(source).getOrDefault(split.split, List.of());
        if (chosen.isEmpty()) {
            throw new InputException(
                    data,
                    "has too few scenes for a " + split.word() + " part ("
                            + all.stream().map(PairEntry::scene).distinct().count() + ")",
                    "add scenes or take `split=all`");
        }
        return chosen;
    }

    /** The entries grouped by split. */
    public static Map<Split, List<PairEntry>> scenes(PairSource source) {
        if (!(source instanceof JoinedPairs joined)) {
            return SceneSplit.defaults().apply(source.entries());
        }
        Map<Split, List<PairEntry>> all = new EnumMap<>(Split.class);
        for (int i = 0; i < joined.parts().size(); i++) {
            int part = i;
            scenes(joined.parts().get(i))
                    .forEach((split, entries) -> entries.forEach(entry ->
                            all.computeIfAbsent(split, key -> new ArrayList<>()).add(JoinedPairs.named(part, entry))));
        }
        return all;
    }
}
