package io.grainflow.dataset;

import io.grainflow.file.ImageFiles;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Clean images alone, each a scene of its own: noise is made on the way.
 *
 * @param files the images
 */
record CleanImages(List<Path> files) implements PairSource {
    CleanImages {
        files = List.copyOf(files);
    }

    /** The images directly inside a folder, or one file. */
    static PairSource open(Path fileOrFolder) {
        return new CleanImages(ImageFiles.list(fileOrFolder));
    }

    @Override
    public List<PairEntry> entries() {
        return files.stream().map(file -> (PairEntry) new Entry(file)).toList();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(files, "clean\n");
    }

    @Override
    public PairKind kind() {
        return PairKind.CLEAN;
    }

    private record Entry(Path file) implements PairEntry {
        @Override
        public String name() {
            return file.getFileName().toString();
        }

        @Override
        public String scene() {
            return name();
        }

        @Override
        public Capture capture() {
            return PairedFolders.UNSPECIFIED;
        }

        @Override
        public NoisyPair load() {
            Image image = ImageFiles.read(file).image();
            return new NoisyPair(scene(), image, image, capture());
        }
    }
}
