package io.grainflow.dataset;

import io.grainflow.isp.BayerPattern;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SIDD Small or Medium as distributed (Abdelhamed, Lin, Brown, CVPR 2018): folders named {@code
 * instance_scene_camera_iso_shutter_temperature_brightness} with {@code ...GT_SRGB...} and {@code ...NOISY_SRGB...} images, or raw frames
 * {@code ...GT_RAW...MAT} and {@code ...NOISY_RAW...MAT}. If a folder has both, the sRGB images are used.
 */
final class SiddFolders {
    private static final Pattern INSTANCE =
            Pattern.compile("(\\d{4})_(\\d{3})_([A-Za-z0-9]+)_(\\d{5})_(\\d{5})_(\\d{4})_([A-Z])");
    private static final String NOISY = "NOISY_";
    private static final String CLEAN = "GT_";
    private static final List<String> KINDS = List.of("SRGB", "RAW");
    /** Colour filter arrays of the phones, as published by the authors for the raw frames. */
    private static final Map<String, BayerPattern> FILTERS = Map.of(
            "GP", BayerPattern.BGGR,
            "IP", BayerPattern.RGGB,
            "S6", BayerPattern.GRBG,
            "N6", BayerPattern.BGGR,
            "G4", BayerPattern.BGGR);

    private SiddFolders() {}

    static PairSource open(Path folder) {
        Path root = Files.isDirectory(folder.resolve("Data")) ? folder.resolve("Data") : folder;
        for (String kind : KINDS) {
            List<FilePair> pairs = pairs(root, kind);
            if (!pairs.isEmpty()) {
                return new FilePairs(pairs);
            }
        }
        throw new InputException(
                folder.toString(),
                "holds no SIDD pairs",
                "give the folder whose Data/ has folders like 0001_001_S6_00100_00060_3200_L");
    }

    private static List<FilePair> pairs(Path root, String kind) {
        List<FilePair> pairs = new ArrayList<>();
        for (Path instance : sorted(root)) {
            Matcher name = INSTANCE.matcher(instance.getFileName().toString());
            if (name.matches() && Files.isDirectory(instance)) {
                addPairs(root, instance, name, kind, pairs);
            }
        }
        return pairs;
    }

    private static void addPairs(Path root, Path instance, Matcher name, String kind, List<FilePair> pairs) {
        Capture capture = Capture.of(name.group(3), Integer.parseInt(name.group(4)));
        FilePair.Sensor sensor = kind.equals("RAW")
                ? new FilePair.Sensor(Optional.ofNullable(FILTERS.get(name.group(3))), Optional.empty())
                : FilePair.Sensor.UNKNOWN;
        for (Path noisy : sorted(instance)) {
            String file = noisy.getFileName().toString();
            int at = file.toUpperCase(Locale.ROOT).indexOf(NOISY + kind);
            if (at < 0) {
                continue;
            }
            Path clean = instance.resolve(file.substring(0, at) + CLEAN + file.substring(at + NOISY.length()));
            String relative = root.relativize(noisy).toString().replace('\\', '/');
            pairs.add(new FilePair(relative, name.group(2), capture, noisy, clean, sensor));
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
