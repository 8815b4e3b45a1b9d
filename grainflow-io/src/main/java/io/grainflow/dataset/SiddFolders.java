package io.grainflow.dataset;

import io.grainflow.pair.Capture;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SIDD Small or Medium, sRGB, as distributed (Abdelhamed, Lin, Brown, CVPR 2018): folders named
 * {@code instance_scene_camera_iso_shutter_temperature_brightness} with {@code ...GT_SRGB...} and {@code ...NOISY_SRGB...} images.
 */
final class SiddFolders {
    private static final Pattern INSTANCE =
            Pattern.compile("(\\d{4})_(\\d{3})_([A-Za-z0-9]+)_(\\d{5})_(\\d{5})_(\\d{4})_([A-Z])");
    private static final String NOISY = "NOISY_SRGB";

    private SiddFolders() {}

    static PairSource open(Path folder) {
        Path root = Files.isDirectory(folder.resolve("Data")) ? folder.resolve("Data") : folder;
        List<FilePair> pairs = new ArrayList<>();
        for (Path instance : sorted(root)) {
            Matcher name = INSTANCE.matcher(instance.getFileName().toString());
            if (name.matches() && Files.isDirectory(instance)) {
                addPairs(root, instance, name, pairs);
            }
        }
        if (pairs.isEmpty()) {
            throw new InputException(
                    folder.toString(),
                    "holds no SIDD sRGB pairs",
                    "give the folder whose Data/ has folders like 0001_001_S6_00100_00060_3200_L");
        }
        return new FilePairs(pairs);
    }

    private static void addPairs(Path root, Path instance, Matcher name, List<FilePair> pairs) {
        Capture capture = Capture.of(name.group(3), Integer.parseInt(name.group(4)));
        for (Path noisy : sorted(instance)) {
            String file = noisy.getFileName().toString();
            if (!file.toUpperCase(Locale.ROOT).contains(NOISY)) {
                continue;
            }
            int at = file.toUpperCase(Locale.ROOT).indexOf(NOISY);
            Path clean = instance.resolve(file.substring(0, at) + "GT_SRGB" + file.substring(at + NOISY.length()));
            String relative = root.relativize(noisy).toString().replace('\\', '/');
            pairs.add(new FilePair(relative, name.group(2), capture, noisy, clean));
        }
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder.toString(), "cannot be listed", "check the path and its permissions", e);
        }
    }
}
