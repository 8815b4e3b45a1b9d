package io.grainflow.dataset;

import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens what users name: the one place that knows every form of a data set. */
public final class Datasets {
    private static final String FORMS =
            "a folder with manifest.csv, a folder with noisy/ and clean/, sidd:DIR, sidd-val:DIR";

    private static final String PACKED = "packed:";

    private Datasets() {}

    /**
     * Lists the pairs of a data set; nothing is decoded yet. Forms: {@code DIR} with {@code manifest.csv} (optionally
     * {@code DIR?unflagged&only=PREFIX}), {@code DIR} with {@code noisy/} and {@code clean/}, {@code sidd:DIR},
     * {@code sidd-val:DIR}; {@code manifest:DIR} and {@code folders:DIR} force the first two; {@code packed:} before any of them
     * packs sensor mosaics into four planes. Several are joined by a semicolon.
     *
     * @throws InputException if there is no data set there
     */
    public static PairSource open(String argument) {
        String[] parts = argument.split(";", -1);
        return parts.length == 1
                ? openOne(argument)
                : new JoinedPairs(Arrays.stream(parts).map(Datasets::openOne).toList());
    }

    private static PairSource openOne(String argument) {
        if (argument.startsWith(PACKED)) {
            return new PackedPairs(openOne(argument.substring(PACKED.length())));
        }
        String form = prefix(argument);
        String rest = form.isEmpty() ? argument : argument.substring(form.length() + 1);
        int query = rest.lastIndexOf('?');
        RowFilter filter = query < 0 ? RowFilter.ALL : RowFilter.parse(argument, rest.substring(query + 1));
        Path folder = folder(argument, query < 0 ? rest : rest.substring(0, query));
        if (query >= 0 && !Manifest.isIn(folder)) {
            throw new InputException("data " + argument, "has a filter but no manifest.csv", "filters select its rows");
        }
        return switch (form) {
            case "manifest" -> Manifest.open(folder, filter);
            case "folders" -> PairedFolders.open(folder);
            case "sidd" -> SiddFolders.open(folder);
            case "sidd-val" -> SiddValidation.open(folder);
            default -> recognised(folder, filter);
        };
    }

    private static PairSource recognised(Path folder, RowFilter filter) {
        if (Manifest.isIn(folder)) {
            return Manifest.open(folder, filter);
        }
        if (PairedFolders.isIn(folder)) {
            return PairedFolders.open(folder);
        }
        throw new InputException(folder.toString(), "holds no pairs that are recognised", "give " + FORMS);
    }

    private static String prefix(String argument) {
        for (String form : new String[] {"manifest", "folders", "sidd", "sidd-val"}) {
            if (argument.startsWith(form + ":")) {
                return form;
            }
        }
        return "";
    }

    private static Path folder(String argument, String path) {
        try {
            Path given = Path.of(path);
            Path folder = given.endsWith(Manifest.NAME) && given.getParent() != null ? given.getParent() : given;
            if (!Files.isDirectory(folder)) {
                throw new InputException(
                        "data " + argument, Files.exists(folder) ? "is a file" : "does not exist", "give " + FORMS);
            }
            return folder;
        } catch (InvalidPathException e) {
            throw new InputException("data " + argument, "is no valid path", "give " + FORMS, e);
        }
    }
}
