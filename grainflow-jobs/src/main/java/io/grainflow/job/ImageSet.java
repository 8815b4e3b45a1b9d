package io.grainflow.job;

import io.grainflow.file.ImageFiles;
import java.nio.file.Path;
import java.util.List;

/** The images that an argument names: one file, or those of a folder. */
final class ImageSet {
    private ImageSet() {}

    /**
     * One of them.
     *
     * @param name the file name
     */
    record Member(Path file, String name) {}

    /**
     * In the order of their names.
     *
     * @throws io.grainflow.problem.InputException if there are none
     */
    static List<Member> of(Path fileOrFolder) {
        return ImageFiles.list(fileOrFolder).stream()
                .map(file -> new Member(file, file.getFileName().toString()))
                .toList();
    }
}
