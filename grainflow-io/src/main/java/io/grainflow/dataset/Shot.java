package io.grainflow.dataset;

import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One noisy picture of a scene, which is read on demand. */
sealed interface Shot {
    /** Unique within its scene. */
    String name();

    /** The files that it is read from. */
    List<Path> files();

    /**
     * Reads the picture.
     *
     * @throws InputException if a file is missing or unreadable
     */
    Image load();

    /** A shot that is an image file. */
    record InFile(Path file) implements Shot {
        @Override
        public String name() {
            return file.getFileName().toString();
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public Image load() {
            return ImageFiles.read(file).image();
        }
    }

    /** A frame of a stack or volume, counted from 0. */
    record InStack(Path file, int frame) implements Shot {
        @Override
        public String name() {
            return file.getFileName() + "#" + frame;
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public Image load() {
            try (ImageFrames frames = ImageFrames.open(file)) {
                DecodedImage decoded = frames.read(frame);
                return decoded.image();
            }
        }
    }

    /**
     * A render: colour, albedo and normals as nine channels, or three channels of colour if there are no files of albedo and normals beside
     * it.
     */
    record Rendered(Path colour) implements Shot {
        static final String COLOUR = "-color.";

        /** Whether the name is that of a render's colour image, such as {@code frame-1-color.exr}. */
        static boolean isNamed(Path file) {
            return file.getFileName().toString().contains(COLOUR) && ImageFiles.isImageName(file);
        }

        @Override
        public String name() {
            return colour.getFileName().toString();
        }

        @Override
        public List<Path> files() {
            return Files.exists(beside("-albedo.")) && Files.exists(beside("-normal."))
                    ? List.of(colour, beside("-albedo."), beside("-normal."))
                    : List.of(colour);
        }

        @Override
        public Image load() {
            List<Image> parts =
                    files().stream().map(file -> ImageFiles.read(file).image()).toList();
            Image first = parts.get(0);
            float[] values = new float[parts.size() * first.size()];
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).sameShape(first)) {
                    throw new InputException(
                            files().get(i).toString(),
                            "is " + parts.get(i) + ", its colours are " + first,
                            "render both alike");
                }
                System.arraycopy(parts.get(i).toArray(), 0, values, i * first.size(), first.size());
            }
            return Image.adopt(first.domain(), first.height(), first.width(), values);
        }

        private Path beside(String part) {
            return colour.resolveSibling(name().replace(COLOUR, part));
        }
    }
}
