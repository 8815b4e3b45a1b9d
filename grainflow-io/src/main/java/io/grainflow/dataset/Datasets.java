package io.grainflow.dataset;

import io.grainflow.file.Levels;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens data sets by the argument that users give. {@link DatasetKinds} lists the kinds of data sets. */
public final class Datasets {
    private static final DatasetKinds KINDS = DatasetKinds.of(Datasets.class.getClassLoader());

    private Datasets() {}

    /**
     * Lists the pairs of a data set; no file is decoded. Forms: {@code DIR} with {@code manifest.csv} (optionally {@code
     * DIR?unflagged&only=PREFIX}, and for any files {@code ?levels=BLACK:WHITE} in digital numbers), {@code DIR} with {@code noisy/} and
     * {@code clean/}, {@code sidd:DIR}, {@code sidd-val:DIR}, {@code clean:DIR} (clean images only, or slices of volumes), {@code
     * noisy:DIR} (noisy images only), {@code shots:}, {@code averages:} and {@code renders:} (see {@link ShotForm}); {@code manifest:DIR}
     * and {@code folders:DIR} force the first two; {@code packed:} before any of them packs sensor mosaics into four planes by colour if
     * the files contain the colour filter array, {@code packed-sites:} always by position in the 2x2 cell, {@code packed-published:} as the
     * released Noise Flow does. Several data sets are joined by a semicolon.
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
     * Clean images only, as with {@code clean:}: those of a folder, or one file. Of a NIfTI volume, every slice that shows more than air,
     * divided by the volume's largest value.
     *
     * @throws InputException if there are none
     */
    public static PairSource clean(Path fileOrFolder) {
        return SingleImages.open(fileOrFolder, PairKind.CLEAN);
    }

    /**
     * The pairs that a folder's {@code manifest.csv} lists.
     *
     * @throws InputException if there is none, or it is invalid
     */
    public static PairSource manifest(Path folder) {
        if (!Manifest.isIn(folder)) {
            throw new InputException(folder.toString(), "has no " + Manifest.NAME, "give a folder that has one");
        }
        return Manifest.open(folder, RowFilter.ALL);
    }

    /** The black and white levels in an argument; empty if it has none, or several different ones. */
    public static Optional<Levels> levels(String argument) {
        List<String> named = Arrays.stream(argument.split("[;?&]", -1))
                .filter(part -> part.startsWith(FolderQuery.LEVELS))
                .distinct()
                .toList();
        return named.size() == 1
                ? Optional.of(Levels.parse(named.get(0).substring(FolderQuery.LEVELS.length())))
                : Optional.empty();
    }

    /** All registered kinds of data sets. */
    public static List<DatasetKind> kinds() {
        return KINDS.all();
    }

    private static PairSource openOne(String argument) {
        return open(argument, KINDS);
    }

    /** Opens one data set of the given kinds, or its packed mosaics. */
    static PairSource open(String argument, DatasetKinds kinds) {
        for (PackedPairs.Order order : PackedPairs.Order.values()) {
            if (argument.startsWith(order.prefix())) {
                return new PackedPairs(open(argument.substring(order.prefix().length()), kinds), order);
            }
        }
        Optional<DatasetKind> prefixed = kinds.prefixed(argument);
        if (prefixed.isPresent()) {
            DatasetKind kind = prefixed.get();
            return kind.open(argument, argument.substring(kind.prefix().length() + 1));
        }
        Path folder = FolderQuery.of(argument, argument).folder();
        return kinds.recognising(folder)
                .orElseThrow(() -> new InputException(
                        folder.toString(), "holds no pairs that are recognised", "give " + kinds.examples()))
                .open(argument, argument);
    }

    /** Examples of all kinds, for messages that begin with "give". */
    static String examples() {
        return KINDS.examples();
    }

    static Path path(String argument, String words) {
        try {
            return Path.of(words);
        } catch (InvalidPathException e) {
            throw new InputException("data " + argument, "is no valid path", "give " + examples(), e);
        }
    }
}
