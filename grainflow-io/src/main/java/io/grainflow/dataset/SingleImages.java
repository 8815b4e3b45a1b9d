package io.grainflow.dataset;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Single images without a partner, each a scene of its own: either clean images, to which noise is added later, or noisy images. Every
 * slice of a volume is an image ({@link VolumeSlices}).
 *
 * @param files the images and volumes
 * @param entries the images and slices
 * @param kind clean or noisy
 */
record SingleImages(List<Path> files, List<PairEntry> entries, PairKind kind) implements PairSource {
    SingleImages {
        files = List.copyOf(files);
        entries = List.copyOf(entries);
    }

    /** The images and volumes directly inside a folder, or one file. */
    static PairSource open(Path fileOrFolder, PairKind kind) {
        List<Path> files = ImageFiles.listWithVolumes(fileOrFolder);
        return new SingleImages(
                files,
                files.stream().flatMap(file -> entries(file, files.size() == 1)).toList(),
                kind);
    }

    private static Stream<PairEntry> entries(Path file, boolean alone) {
        try {
            return ImageFrames.isVolumeName(file) ? VolumeSlices.of(file).stream() : Stream.of(new Entry(file));
        } catch (InputException e) {
            if (alone) {
                throw e;
            }
            return Stream.of(new Entry(file)); // loading the entry will report the error
        }
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
