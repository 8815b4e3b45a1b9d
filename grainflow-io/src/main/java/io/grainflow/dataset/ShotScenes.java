package io.grainflow.dataset;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds noisy shots of scenes: a stack (TIFF or NIfTI) or a folder of stacks, each a scene; two folders with the same file names; a
 * folder of folders, each a burst or the renders of a scene; a folder of images whose names differ in a number or letter at the
 * end, such as {@code door-1.png} and {@code door-2.png}.
 */
final class ShotScenes {
    private static final String FORMS =
            "give a stack (TIFF, NIfTI), folders of bursts, images named NAME-1, NAME-2, or two folders as in A,B";
    private static final Pattern COUNTER = Pattern.compile("[-_ .](\\d{1,3}|[a-zA-Z])$");
    private static final Pattern RENDER_COUNTER = Pattern.compile("[-_ .]?\\d*$");
    private static final List<String> REFERENCES = List.of("reference", "clean");

    /** @param stacks whether the shots are frames of stacks, of which only adjacent ones certainly show the same scene */
    record Found(List<ShotScene> scenes, boolean stacks) {}

    private ShotScenes() {}

    /**
     * The scenes below a path.
     *
     * @param only prefix of the names of shots; empty for any name
     * @throws InputException if no scene has two shots
     */
    static Found find(Path place, String only) {
        if (!Files.exists(place)) {
            throw new InputException(place.toString(), "does not exist", FORMS);
        }
        List<Path> stacks = stacks(place);
        List<ShotScene> scenes = new ArrayList<>();
        if (!stacks.isEmpty() && !only.isEmpty()) {
            throw new InputException(place.toString(), "has stacks, whose frames have no names", "leave out \"only=\"");
        }
        if (!stacks.isEmpty()) {
            stacks.forEach(stack -> add(scenes, stack, name(stack), frames(stack)));
        } else {
            List<Path> folders = folders(place);
            folders.forEach(folder -> bursts(folder, only, scenes));
            if (folders.isEmpty() && images(place).stream().anyMatch(Shot.Rendered::isNamed)) {
                bursts(place, only, scenes);
            } else if (folders.isEmpty()) {
                counted(place, only, scenes);
            }
        }
        if (scenes.isEmpty()) {
            throw new InputException(place.toString(), "holds no two shots of a scene", FORMS);
        }
        return new Found(List.copyOf(scenes), !stacks.isEmpty());
    }

    /** Files of equal names in two folders are shots of one scene. */
    static Found twoFolders(Path first, Path second) {
        Map<String, Path> others = new TreeMap<>();
        ImageFiles.list(second).forEach(file -> others.put(stem(file), file));
        List<ShotScene> scenes = new ArrayList<>();
        for (Path file : ImageFiles.list(first)) {
            Path other = others.get(stem(file));
            if (other == null) {
                throw new InputException(
                        file.toString(), "has no partner in " + second, "give files of the same names in both folders");
            }
            add(scenes, file, stem(file), List.of(new Shot.InFile(file), new Shot.InFile(other)));
        }
        return new Found(List.copyOf(scenes), false);
    }

    /** The pairs of noisy and reference renders, by scene. */
    static List<RenderPairs.Rendering> renders(Path place, String only) {
        List<RenderPairs.Rendering> renders = new ArrayList<>();
        List<Path> folders = folders(place);
        for (Path folder : folders.isEmpty() ? List.of(place) : folders) {
            List<Path> colours =
                    images(folder).stream().filter(Shot.Rendered::isNamed).toList();
            colours.stream()
                    .filter(ShotScenes::isReference)
                    .findFirst()
                    .ifPresent(reference -> colours.stream()
                            .filter(file -> !isReference(file) && name(file).startsWith(only))
                            .forEach(file -> renders.add(
                                    new RenderPairs.Rendering(name(folder), new Shot.Rendered(file), reference))));
        }
        if (renders.isEmpty()) {
            throw new InputException(
                    place.toString(),
                    "holds no renders",
                    "give folders with NAME-color.exr, reference-color.exr and, if there are, NAME-albedo.exr and NAME-normal.exr");
        }
        return renders;
    }

    private static void bursts(Path folder, String only, List<ShotScene> scenes) {
        List<Path> images = images(folder);
        if (images.stream().anyMatch(Shot.Rendered::isNamed)) {
            Map<String, List<Shot>> groups = new TreeMap<>();
            for (Path file : images) {
                if (Shot.Rendered.isNamed(file)
                        && !isReference(file)
                        && name(file).startsWith(only)) {
                    String group = name(file).substring(0, name(file).indexOf(Shot.Rendered.COLOUR));
                    groups.computeIfAbsent(RENDER_COUNTER.matcher(group).replaceFirst(""), key -> new ArrayList<>())
                            .add(new Shot.Rendered(file));
                }
            }
            groups.values().forEach(shots -> add(scenes, folder, name(folder), shots));
            return;
        }
        List<Shot> shots = new ArrayList<>();
        images.stream().filter(file -> name(file).startsWith(only)).forEach(file -> shots.add(new Shot.InFile(file)));
        add(scenes, images.isEmpty() ? folder : images.get(0), name(folder), shots);
    }

    private static void counted(Path folder, String only, List<ShotScene> scenes) {
        Map<String, List<Shot>> groups = new TreeMap<>();
        for (Path file : images(folder)) {
            if (name(file).startsWith(only)) {
                groups.computeIfAbsent(COUNTER.matcher(stem(file)).replaceFirst(""), key -> new ArrayList<>())
                        .add(new Shot.InFile(file));
            }
        }
        groups.forEach((scene, shots) -> add(scenes, shots.get(0).files().get(0), scene, shots));
    }

    private static void add(List<ShotScene> scenes, Path sample, String name, List<Shot> shots) {
        if (shots.size() > 1) {
            Capture capture = Files.isRegularFile(sample) ? PairedFolders.capture(sample) : PairedFolders.UNSPECIFIED;
            scenes.add(new ShotScene(name, capture, shots));
        }
    }

    private static List<Shot> frames(Path stack) {
        try (ImageFrames frames = ImageFrames.open(stack)) {
            List<Shot> shots = new ArrayList<>();
            for (int i = 0; i < frames.count(); i++) {
                shots.add(new Shot.InStack(stack, i));
            }
            return shots;
        } catch (InputException e) {
            return List.of(
                    new Shot.InStack(stack, 0), new Shot.InStack(stack, 1)); // loading them will report the error
        }
    }

    private static List<Path> stacks(Path place) {
        return listed(place, Files::isRegularFile).stream()
                .filter(ImageFrames::isStack)
                .toList();
    }

    private static List<Path> folders(Path place) {
        return listed(place, Files::isDirectory);
    }

    private static List<Path> images(Path folder) {
        return listed(folder, Files::isRegularFile).stream()
                .filter(ImageFiles::isImageName)
                .toList();
    }

    private static List<Path> listed(Path place, java.util.function.Predicate<Path> kind) {
        if (!Files.isDirectory(place)) {
            return Stream.of(place).filter(kind).toList();
        }
        try (Stream<Path> inside = Files.list(place)) {
            return inside.filter(kind)
                    .filter(file -> !name(file).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(
                    place.toString(), "cannot be listed (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    static boolean isReference(Path file) {
        return REFERENCES.stream().anyMatch(name(file)::startsWith);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String stem(Path file) {
        return PairedFolders.stem(file);
    }
}
