package io.grainflow.job;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
     * @throws InputException if there are none
     */
    static List<Member> of(Path fileOrFolder) {
        return members(ImageFiles.list(fileOrFolder));
    }

    /**
     * Volumes, too; a folder's in the order of their names.
     *
     * @throws InputException if there is nothing
     */
    static List<Member> withVolumes(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            List<Path> volumes = files.filter(ImageFrames::isVolumeName)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            List<Member> members = new ArrayList<>(members(volumes));
            try {
                members.addAll(of(fileOrFolder));
            } catch (InputException e) {
                if (members.isEmpty()) {
                    throw e;
                }
            }
            return List.copyOf(members);
        } catch (IOException e) {
            throw new InputException(
                    fileOrFolder.toString(), "cannot be listed (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    private static List<Member> members(List<Path> files) {
        return files.stream()
                .map(file -> new Member(file, file.getFileName().toString()))
                .toList();
    }
}
