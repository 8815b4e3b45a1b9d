package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
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
 * The validation blocks of SIDD, sRGB: {@code ValidationNoisyBlocksSrgb.mat} and {@code ValidationGtBlocksSrgb.mat}, 40 images of
 * 32 blocks. Camera and ISO come from a {@code validation_label.csv} beside them (rows of image number and scene folder
 * name); without it they are unspecified. Each image is a scene.
 */
final class SiddValidation implements PairSource {
    private static final Pattern LABEL = Pattern.compile("\\d{4}_(\\d{3})_([A-Za-z0-9]+)_(\\d{5})_.*");

    private final List<PairEntry> entries;
    private final String fingerprint;

    private SiddValidation(List<PairEntry> entries, String fingerprint) {
        this.entries = entries;
        this.fingerprint = fingerprint;
    }

    static PairSource open(Path folder) {
        Path noisyFile = folder.resolve("ValidationNoisyBlocksSrgb.mat");
        Path cleanFile = folder.resolve("ValidationGtBlocksSrgb.mat");
        MatBlocks noisy = MatBlocks.open(noisyFile, "ValidationNoisyBlocksSrgb");
        MatBlocks clean = MatBlocks.open(cleanFile, "ValidationGtBlocksSrgb");
        if (noisy.images() != clean.images()
                || noisy.blocks() != clean.blocks()
                || noisy.height() != clean.height()
                || noisy.width() != clean.width()) {
            throw new InputException(
                    folder.toString(), "has noisy and clean blocks of unequal shape", "download both files again");
        }
        Map<Integer, Capture> captures = captures(folder.resolve("validation_label.csv"));
        List<PairEntry> entries = new ArrayList<>();
        for (int image = 0; image < noisy.images(); image++) {
            Capture capture = captures.getOrDefault(image + 1, PairedFolders.UNSPECIFIED);
            for (int block = 0; block < noisy.blocks(); block++) {
                entries.add(new Block(image, block, capture, noisy, clean));
            }
        }
        return new SiddValidation(
                List.copyOf(entries), Fingerprint.ofFiles(List.of(noisyFile, cleanFile), captures.toString()));
    }

    private static Map<Integer, Capture> captures(Path labels) {
        Map<Integer, Capture> captures = new HashMap<>();
        if (!Files.exists(labels)) {
            return captures;
        }
        for (Csv.Row row : Csv.read(labels)) {
            Matcher label = LABEL.matcher(
                    row.fields().size() < 2 ? "" : row.fields().get(1).strip());
            if (!label.matches() || !row.fields().get(0).strip().matches("\\d{1,6}")) {
                throw new InputException(
                        labels + " line " + row.line(),
                        "is no image number and scene folder name",
                        "correct or remove it");
            }
            captures.put(
                    Integer.parseInt(row.fields().get(0).strip()),
                    Capture.of(label.group(2), Integer.parseInt(label.group(3))));
        }
        return captures;
    }

    @Override
    public List<PairEntry> entries() {
        return entries;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** One block, numbered from 0. */
    private record Block(int image, int block, Capture capture, MatBlocks noisy, MatBlocks clean) implements PairEntry {
        @Override
        public String name() {
            return String.format(java.util.Locale.ROOT, "%04d-%04d", image + 1, block + 1);
        }

        @Override
        public String scene() {
            return String.format(java.util.Locale.ROOT, "%04d", image + 1);
        }

        @Override
        public NoisyPair load() {
            return new NoisyPair(scene(), image(clean), image(noisy), capture);
        }

        private Image image(MatBlocks blocks) {
            return Image.adopt(PixelDomain.SRGB, blocks.height(), blocks.width(), blocks.block(image, block));
        }
    }
}
