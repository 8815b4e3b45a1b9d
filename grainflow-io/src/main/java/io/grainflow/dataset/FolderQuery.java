package io.grainflow.dataset;

import io.grainflow.file.Levels;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder and its options, which follow a question mark and are joined by {@code &}: filters for manifest rows, and levels.
 *
 * @param argument as given by the user, for messages
 * @param rows filters for rows of the manifest
 * @param levels digital numbers of black and white, as text
 */
record FolderQuery(String argument, Path folder, List<String> rows, Optional<String> levels) {
    static final String LEVELS = "levels=";

    /** @throws InputException if the folder does not exist, or if there are row filters but no manifest */
    static FolderQuery of(String argument, String place) {
        int mark = place.lastIndexOf('?');
        Path folder = folder(argument, mark < 0 ? place : place.substring(0, mark));
        List<String> asked =
                mark < 0 ? List.of() : List.of(place.substring(mark + 1).split("&", -1));
        List<String> rows =
                asked.stream().filter(part -> !part.startsWith(LEVELS)).toList();
        if (!rows.isEmpty() && !Manifest.isIn(folder)) {
            throw new InputException("data " + argument, "has a filter but no manifest.csv", "filters select its rows");
        }
        Optional<String> levels = asked.stream()
                .filter(part -> part.startsWith(LEVELS))
                .findFirst()
                .map(part -> part.substring(LEVELS.length()));
        return new FolderQuery(argument, folder, rows, levels);
    }

    private static Path folder(String argument, String words) {
        Path given = Datasets.path(argument, words);
        Path folder = given.endsWith(Manifest.NAME) && given.getParent() != null ? given.getParent() : given;
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    "data " + argument,
                    Files.exists(folder) ? "is a file" : "does not exist",
                    "give " + Datasets.examples());
        }
        return folder;
    }

    RowFilter filter() {
        return rows.isEmpty() ? RowFilter.ALL : RowFilter.parse(argument, String.join("&", rows));
    }

    /** The pairs with the requested levels. */
    PairSource levelled(PairSource pairs) {
        if (levels.isEmpty()) {
            return pairs;
        }
        if (!(pairs instanceof FilePairs files)) {
            throw new InputException("data " + argument, "has levels of its own", "leave levels out");
        }
        return files.with(Levels.parse(levels.get()));
    }
}
