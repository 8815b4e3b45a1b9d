package io.grainflow.export;

import io.grainflow.problem.InputException;
import java.util.List;

/**
 * Name, authors and licence of a published package.
 *
 * @param name of the model, 5 to 64 letters, digits and {@code _+- ()}
 * @param authors at least one
 * @param license SPDX identifier of the package's licence
 */
public record PackageTerms(String name, List<String> authors, String license) {
    /** The licence of Grainflow itself. */
    public static final String DEFAULT_LICENSE = "Apache-2.0";

    /** The author that is named if none is given. */
    public static final String DEFAULT_AUTHOR = "Grainflow";

    /** Accepted licences: those that models are commonly published under. */
    private static final List<String> LICENSES = List.of(
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "CC-BY-4.0",
            "CC-BY-NC-4.0",
            "CC-BY-NC-SA-4.0",
            "CC-BY-SA-4.0",
            "GPL-3.0-only",
            "GPL-3.0-or-later",
            "LGPL-3.0-or-later",
            "MIT",
            "MPL-2.0",
            "Unlicense");

    private static final int LONGEST_NAME = 64;

    public PackageTerms {
        authors = List.copyOf(authors);
        if (!LICENSES.contains(license)) {
            throw new InputException(
                    "license " + license, "is not known here", "give one of " + String.join(", ", LICENSES));
        }
        for (String author : authors) {
            if (author.isBlank() || author.contains("/") || author.contains("\\")) {
                throw new InputException("author '" + author + "'", "is no name", "give a name without slashes");
            }
        }
        if (authors.isEmpty() || !name.matches("[A-Za-z0-9_+() -]{5," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException(
                    "PackageTerms expects authors and a name of 5 to 64 letters, digits and _+- (), got " + authors
                            + " and " + name);
        }
    }

    /**
     * Terms of a package that is named after its model's file.
     *
     * @param fileName without folders
     * @param authors empty for the default author
     */
    public static PackageTerms of(String fileName, List<String> authors, String license) {
        String stem = fileName.replaceFirst("\\.safetensors$", "").replaceAll("[^A-Za-z0-9_+-]+", "-");
        String name = "Denoiser " + stem;
        return new PackageTerms(
                name.substring(0, Math.min(LONGEST_NAME, name.length())),
                authors.isEmpty() ? List.of(DEFAULT_AUTHOR) : authors,
                license);
    }
}
