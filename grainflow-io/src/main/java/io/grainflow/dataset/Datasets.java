package io.grainflow.dataset;

import io.grainflow.file.Levels;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens what users name: the one place that knows every form of a data set. */
public final class Datasets {
    private static final String FORMS =
            "a folder with manifest.csv, a folder with noisy/ and clean/, sidd:DIR, sidd-val:DIR, clean:DIR, noisy:DIR, shots:DIR,"
                    + " averages:DIR, renders:DIR";

    private static final String LEVELS = "levels=";

    private Datasets() {}

    /**
     * Lists the pairs of a data set; nothing is decoded yet. Forms: {@code DIR} with {@code manifest.csv} (optionally
     * {@code DIR?unflagged&only=PREFIX}, and for any files {@code ?levels=BLACK:WHITE} in digital numbers), {@code DIR} with {@code noisy/} and {@code clean/}, {@code sidd:DIR},
     * {@code sidd-val:DIR}, {@code clean:DIR}
     * (clean images alone, or slices of volumes), {@code noisy:DIR} (noisy ones alone), {@code shots:}, {@code averages:} and {@code
     * renders:} (see {@link ShotForm}); {@code manifest:DIR} and {@code folders:DIR} force the first two; {@code packed:} before any of them
     * packs sensor mosaics into four planes by colour where the files tell the colours, {@code packed-sites:} always by site,
     * {@code packed-published:} as the released Noise Flow does. Several are joined by a semicolon.
     *
     * @throws InputException if there is no data set there
     */
    public static PairSource open(String argument) {
        String[] parts = argument.split(";", -1);
        return parts.length == 1
                ? openOne(argument)
                : new JoinedPairs(Arrays.stream(parts).map(Datasets::openOne).toList());
    }

    /**
     * Clean images alone, as {@code clean:} names them: those of a folder, or one file; of NIfTI volumes every slice that shows
     * something, divided by the volume's largest value.
     *
     * @throws InputException if there are none
     */
    public static PairSource clean(Path fileOrFolder) {
        return SingleImages.open(fileOrFolder, PairKind.CLEAN);
    }

    /**
     * The pairs that a folder's {@code manifest.csv} lists.
     *
     * @throws InputException if there is none, or it cannot be understood
     */
    public static PairSource manifest(Path folder) {
        if (!Manifest.isIn(folder)) {
            throw new InputException(folder.toString(), "has no " + Manifest.NAME, "give a folder that has one");
        }
        return Manifest.open(folder, RowFilter.ALL);
    }

    /** The black and white that an argument names, the same for all its data sets; empty if it names none, or several. */
    public static Optional<Levels> levels(String argument) {
        List<String> named = Arrays.stream(argument.split("[;?&]", -1))
                .filter(part -> part.startsWith(LEVELS))
                .distinct()
                .toList();
        return named.size() == 1
                ? Optional.of(Levels.parse(named.get(0).substring(LEVELS.length())))
                : Optional.empty();
    }

    private static PairSource openOne(String argument) {
        for (PackedPairs.Order order : PackedPairs.Order.values()) {
            if (argument.startsWith(order.prefix())) {
                return new PackedPairs(openOne(argument.substring(order.prefix().length())), order);
            }
        }
        for (ShotForm form : ShotForm.values()) {
            if (argument.startsWith(form.prefix())) {
                return form.open(argument);
            }
        }
        String form = prefix(argument);
        String rest = form.isEmpty() ? argument : argument.substring(form.length() + 1);
        int query = rest.lastIndexOf('?');
        Path folder = folder(argument, query < 0 ? rest : rest.substring(0, query));
        List<String> asked =
                query < 0 ? List.of() : List.of(rest.substring(query + 1).split("&", -1));
        List<String> rows =
                asked.stream().filter(part -> !part.startsWith(LEVELS)).toList();
        if (!rows.isEmpty() && !Manifest.isIn(folder)) {
            throw new InputException("data " + argument, "has a filter but no manifest.csv", "filters select its rows");
        }
        RowFilter filter = rows.isEmpty() ? RowFilter.ALL : RowFilter.parse(argument, String.join("&", rows));
        PairSource pairs = switch (form) {
            case "manifest" -> Manifest.open(folder, filter);
            case "folders" -> PairedFolders.open(folder);
            case "sidd" -> SiddFolders.open(folder);
            case "sidd-val" -> SiddValidation.open(folder);
            default -> recognised(folder, filter);
        };
        return rows.size() == asked.size() ? pairs : levelled(argument, pairs, asked);
    }

    private static PairSource levelled(String argument, PairSource pairs, List<String> asked) {
        String words = asked.stream()
                .filter(part -> part.startsWith(LEVELS))
                .findFirst()
                .orElseThrow()
                .substring(LEVELS.length());
        if (!(pairs instanceof FilePairs files)) {
            throw new InputException("data " + argument, "has levels of its own", "leave levels out");
        }
        return files.with(Levels.parse(words));
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

    private static Path folder(String argument, String words) {
        Path given = path(argument, words);
        Path folder = given.endsWith(Manifest.NAME) && given.getParent() != null ? given.getParent() : given;
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    "data " + argument, Files.exists(folder) ? "is a file" : "does not exist", "give " + FORMS);
        }
        return folder;
    }

    static Path path(String argument, String words) {
        try {
            return Path.of(words);
        } catch (InvalidPathException e) {
            throw new InputException("data " + argument, "is no valid path", "give " + FORMS, e);
        }
    }
}
