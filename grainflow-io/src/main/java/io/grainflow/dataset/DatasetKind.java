package io.grainflow.dataset;

import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;

/**
 * A kind of data set that users can name. Other jars add kinds by {@link java.util.ServiceLoader}, with one line in {@code
 * META-INF/services/io.grainflow.dataset.DatasetKind}.
 */
public interface DatasetKind {
    /** The prefix before the colon, such as {@code sidd}: lower-case letters, digits and hyphens. */
    String prefix();

    /** A short description. */
    String description();

    /** An example of its syntax, for messages such as "give sidd:DIR". */
    default String example() {
        return prefix() + ":DIR";
    }

    /**
     * Lists the pairs of a data set; no file is decoded.
     *
     * @param argument the argument as given by the user, for messages
     * @param place the text after the prefix, or the whole argument if it has no prefix
     * @throws InputException if there is no such data
     */
    PairSource open(String argument, String place);

    /** Whether a folder that was given without a prefix is of this kind. */
    default boolean recognises(Path folder) {
        return false;
    }
}
