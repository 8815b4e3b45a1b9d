package io.grainflow.dataset;

import io.grainflow.pair.PairSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The registry of kinds of data sets: one entry for each.
 *
 * @param all in the order in which messages list them and folders are recognised
 */
record DatasetKinds(List<DatasetKind> all) {
    private static final List<DatasetKind> BUILT_IN = List.of(
            new Folder(
                    "manifest",
                    "pairs listed in manifest.csv",
                    "a folder with manifest.csv",
                    Manifest::isIn,
                    data -> Manifest.open(data.folder(), data.filter())),
            new Folder(
                    "folders",
                    "pairs of files of one name",
                    "a folder with noisy/ and clean/",
                    PairedFolders::isIn,
                    data -> PairedFolders.open(data.folder())),
            new Folder(
                    "sidd",
                    "SIDD Small or Medium as distributed",
                    "sidd:DIR",
                    folder -> false,
                    data -> SiddFolders.open(data.folder())),
            new Folder(
                    "sidd-val",
                    "the validation blocks of SIDD",
                    "sidd-val:DIR",
                    folder -> false,
                    data -> SiddValidation.open(data.folder())),
            new Form("clean", "clean images alone", ShotForm.CLEAN::open),
            new Form("noisy", "noisy images alone", ShotForm.NOISY::open),
            new Form("shots", "pairs of two noisy shots", ShotForm.SHOTS::open),
            new Form("averages", "each shot with the mean of the others", ShotForm.AVERAGES::open),
            new Form("renders", "noisy renders with references", ShotForm.RENDERS::open));

    DatasetKinds {
        all = List.copyOf(all);
        List<String> prefixes = all.stream().map(DatasetKind::prefix).toList();
        for (String prefix : prefixes) {
            if (!prefix.matches("[a-z][a-z0-9-]*") || prefixes.indexOf(prefix) != prefixes.lastIndexOf(prefix)) {
                throw new IllegalStateException(
                        "kinds of data sets expect prefixes of small letters, digits and hyphens," + " each once, got "
                                + String.join(", ", prefixes));
            }
        }
    }

    /** The built-in kinds and those of other jars that the class loader finds. */
    static DatasetKinds of(ClassLoader loader) {
        List<DatasetKind> all = new ArrayList<>(BUILT_IN);
        ServiceLoader.load(DatasetKind.class, loader).forEach(all::add);
        return new DatasetKinds(all);
    }

    /** The kind that matches the prefix of an argument. */
    Optional<DatasetKind> prefixed(String argument) {
        return all.stream()
                .filter(kind -> argument.startsWith(kind.prefix() + ":"))
                .findFirst();
    }

    /** The first kind that recognises a folder. */
    Optional<DatasetKind> recognising(Path folder) {
        return all.stream().filter(kind -> kind.recognises(folder)).findFirst();
    }

    /** Examples of all kinds, for messages that begin with "give". */
    String examples() {
        return all.stream().map(DatasetKind::example).collect(Collectors.joining(", "));
    }

    /** A folder of pairs, which accepts options for manifest rows and levels. */
    private record Folder(
            String prefix,
            String description,
            String example,
            Predicate<Path> recogniser,
            Function<FolderQuery, PairSource> opener)
            implements DatasetKind {
        @Override
        public PairSource open(String argument, String place) {
            FolderQuery query = FolderQuery.of(argument, place);
            return query.levelled(opener.apply(query));
        }

        @Override
        public boolean recognises(Path folder) {
            return recogniser.test(folder);
        }
    }

    /** Data sets of a {@link ShotForm}. */
    private record Form(String prefix, String description, BiFunction<String, String, PairSource> opener)
            implements DatasetKind {
        @Override
        public PairSource open(String argument, String place) {
            return opener.apply(argument, place);
        }
    }
}
