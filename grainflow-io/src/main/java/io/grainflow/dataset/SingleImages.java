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
 * Images alone, each a scene of its own: clean ones, to which noise is made on the way, or noisy ones.
 *
 * @param files the images
 * @param kind clean or noisy
 */
record SingleImages(List<Path> files, PairKind kind) implements PairSource {
    SingleImages {
        files = List.copyOf(files);
    }

    /** The images directly inside a folder, or one file. */
    static PairSource open(Path fileOrFolder, PairKind kind) {
        return new SingleImages(ImageFiles.list(fileOrFolder), kind);
    }

    @Override
    public List<PairEntry> entries() {
        return files.stream().map(file -> (PairEntry) new Entry(file)).toList();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(files, kind == PairKind.CLEAN ? "clean\n" : "noisy\n");
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
