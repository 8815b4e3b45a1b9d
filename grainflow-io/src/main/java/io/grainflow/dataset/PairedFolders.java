package io.grainflow.dataset;

import io.grainflow.file.ImageFiles;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder with {@code noisy/} and {@code clean/}, which contain files of the same names (the extension may differ). Each file is a scene
 * of its own. Camera and ISO are taken from names like {@code nikon-d800-iso1600-...}, otherwise from EXIF; if both are missing, they are
 * {@code unspecified ISO 1}.
 */
final class PairedFolders {
    static final Capture UNSPECIFIED = Capture.of("unspecified", 1);
    private static final Pattern NAMED = Pattern.compile("(.+?)-iso(\\d{1,7})(?:-.*)?");

    private PairedFolders() {}

    static boolean isIn(Path folder) {
        return Files.isDirectory(folder.resolve("noisy")) && Files.isDirectory(folder.resolve("clean"));
    }

    static PairSource open(Path folder) {
        Map<String, Path> clean = new HashMap<>();
        for (Path file : ImageFiles.list(folder.resolve("clean"))) {
            clean.put(stem(file), file);
        }
        List<FilePair> pairs = new ArrayList<>();
        List<String> lonely = new ArrayList<>();
        for (Path noisy : ImageFiles.list(folder.resolve("noisy"))) {
            Path partner = clean.get(stem(noisy));
            if (partner == null) {
                lonely.add(noisy.getFileName().toString());
            } else {
                pairs.add(new FilePair("noisy/" + noisy.getFileName(), stem(noisy), capture(noisy), noisy, partner));
            }
        }
        if (!lonely.isEmpty()) {
            throw new InputException(
                    folder.toString(),
                    "has no clean image for " + lonely.size() + " of the noisy ones (first: " + lonely.get(0) + ")",
                    "give files of the same name in noisy/ and clean/");
        }
        return new FilePairs(pairs);
    }

    static Capture capture(Path noisy) {
        Matcher named = NAMED.matcher(stem(noisy));
        if (named.matches() && Integer.parseInt(named.group(2)) > 0) {
            return Capture.of(named.group(1), Integer.parseInt(named.group(2)));
        }
        return ImageFiles.capture(noisy).orElse(UNSPECIFIED);
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
