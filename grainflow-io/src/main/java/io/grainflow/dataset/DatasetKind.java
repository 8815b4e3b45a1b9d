package io.grainflow.dataset;

import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;

/**
 * A kind of data set that users can name. Kinds of other jars are found by {@link java.util.ServiceLoader}: one line in {@code
 * META-INF/services/io.grainflow.dataset.DatasetKind}.
 */
public interface DatasetKind {
    /** The word before the colon, such as {@code sidd}: small letters, digits and hyphens. */
    String prefix();

    /** What it is, in a few words. */
    String description();

    /** How users name one, as it is put into sentences such as "give sidd:DIR". */
    default String example() {
        return prefix() + ":DIR";
    }

    /**
     * Lists its pairs; nothing is decoded yet.
     *
     * @param argument what the user gave, for messages
     * @param place what stands behind the prefix, or all of it where there is none
     * @throws InputException if there is no such data
     */
    PairSource open(String argument, String place);

    /** Whether a folder that was given without a prefix is of this kind. */
    default boolean recognises(Path folder) {
        return false;
    }
}
