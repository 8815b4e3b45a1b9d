package io.grainflow.job.batch;

import io.grainflow.file.ImageFiles;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;

/** The images of an argument: one file, or all of a folder. */
public final class ImageSet {
    private ImageSet() {}

    /**
     * One image.
     *
     * @param name the file name
     */
    public record Member(Path file, String name) {}

    /**
     * The images in the order of their names.
     *
     * @throws InputException if there are none
     */
    public static List<Member> of(Path fileOrFolder) {
        return members(ImageFiles.list(fileOrFolder));
    }

    /**
     * Images and volumes; those of a folder are in the order of their names.
     *
     * @throws InputException if there is nothing
     */
    public static List<Member> withVolumes(Path fileOrFolder) {
        return members(ImageFiles.listWithVolumes(fileOrFolder));
    }

    private static List<Member> members(List<Path> files) {
        return files.stream()
                .map(file -> new Member(file, file.getFileName().toString()))
                .toList();
    }
}
