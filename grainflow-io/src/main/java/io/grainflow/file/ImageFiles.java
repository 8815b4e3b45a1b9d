package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads and writes image files: PNG, JPEG, TIFF (8, 16 bit, float), BMP; grey and colour. */
public final class ImageFiles {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");

    private ImageFiles() {}

    /**
     * Decodes a file. Transparency is dropped, palettes are resolved.
     *
     * @throws InputException if it is missing, no image, truncated, larger than memory allows, or has values that are not finite
     */
    public static DecodedImage read(Path file) {
        return ImageDecoder.read(file);
    }

    /** Reads the size alone. */
    public static ImageHeader header(Path file) {
        return ImageDecoder.header(file);
    }

    /**
     * Encodes by the file name's extension, atomically; equal images give equal bytes.
     *
     * @param format integer formats limit the values to [0,1] and round; floats are TIFF only and stored as they are
     */
    public static void write(Path file, Image image, SampleFormat format) {
        ImageEncoder.write(file, image, format);
    }

    /** Camera and ISO from the EXIF data, where both are there. */
    public static Optional<Capture> capture(Path file) {
        return Exif.capture(file);
    }

    /** Whether the name ends like that of an image this class reads. */
    public static boolean isImageName(Path file) {
        return EXTENSIONS.contains(extension(file));
    }

    /**
     * The file itself, or the image files directly inside a folder, sorted by name; hidden ones are left out.
     *
     * @throws InputException if there is none
     */
    public static List<Path> list(Path fileOrFolder) {
        if (!Files.exists(fileOrFolder)) {
            throw new InputException(fileOrFolder.toString(), "does not exist", "check the path");
        }
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            List<Path> images = files.filter(Files::isRegularFile)
                    .filter(ImageFiles::isImageName)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            if (images.isEmpty()) {
                throw new InputException(
                        fileOrFolder.toString(), "holds no images", "give a folder with png, jpg, tif or bmp files");
            }
            return images;
        } catch (IOException e) {
            throw new InputException(
                    fileOrFolder.toString(), "cannot be listed (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    /** The lower-case extension without the dot; empty if there is none. */
    static String extension(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
