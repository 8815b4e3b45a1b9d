package io.grainflow.file;

import io.grainflow.file.exr.ExrDecoder;
import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.raw.MatMatrix;
import io.grainflow.raw.RawFiles;
import io.grainflow.raw.RawFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.spi.IIORegistry;

/**
 * Reads and writes image files: PNG, JPEG, TIFF (8, 16 bit, float), BMP, OpenEXR, PFM, grey and colour; raw files and MATLAB matrices as
 * sensor mosaics.
 */
public final class ImageFiles {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp", "exr", "pfm");

    private static final Set<String> DECODED_WHOLE = Set.of("exr", "pfm");

    private ImageFiles() {}

    /** Scans for the readers and writers of image formats. Otherwise, the first image has to wait for this. */
    public static void prepare() {
        IIORegistry.getDefaultInstance();
    }

    /**
     * Decodes a file. Transparency is dropped, palettes are resolved. Images from OpenEXR and PFM are {@link
     * io.grainflow.image.PixelDomain#LINEAR}.
     *
     * @throws InputException if it is missing, not an image, truncated, larger than memory allows, or has values that are not finite
     */
    public static DecodedImage read(Path file) {
        if (MatMatrix.isMatName(file)) {
            return new DecodedImage(MatMatrix.read(file), SampleFormat.F32, Optional.empty(), Optional.empty());
        }
        if (RawFiles.isRawName(file)) {
            return DecodedImage.of(RawFiles.read(file));
        }
        return switch (extension(file)) {
            case "exr" -> ExrDecoder.read(file);
            case "pfm" -> PortableFloatMap.read(file);
            default -> ImageDecoder.read(file);
        };
    }

    /** Reads only the format and the size. */
    public static ImageHeader header(Path file) {
        if (RawFiles.isRawName(file)) {
            RawFrame frame = RawFiles.read(file);
            return new ImageHeader(extension(file), frame.height(), frame.width());
        }
        return switch (extension(file)) {
            case "exr" -> ExrDecoder.header(file);
            case "pfm" -> PortableFloatMap.header(file);
            default -> ImageDecoder.header(file);
        };
    }

    /**
     * The size of an image that is too large to be decoded as a whole in the available memory. Empty for other images, and for formats
     * whose readers reject such images themselves.
     *
     * @throws InputException if it is missing or not an image
     */
    public static Optional<ImageHeader> tooLarge(Path file) {
        String extension = extension(file);
        return EXTENSIONS.contains(extension) && !DECODED_WHOLE.contains(extension)
                ? Optional.of(ImageDecoder.header(file)).filter(header -> !ImageDecoder.hasRoom(header))
                : Optional.empty();
    }

    /**
     * Encodes an image in the format of the file name's extension and writes it atomically; equal images give equal bytes.
     *
     * @param format integer formats limit the values to [0,1] and round; floats are stored as they are, in TIFF, OpenEXR and
     *     PFM only. An .exr file gets half floats for {@link SampleFormat#F16} (limited to their range, 65504) and else 32-bit
     *     floats, a .pfm file 32-bit floats always, a .tif file 32-bit floats for both
     */
    public static void write(Path file, Image image, SampleFormat format) {
        ImageEncoder.write(file, image, format);
    }

    /**
     * Encodes an image in the format of another and writes it atomically: a DNG file of the same camera if that is a raw frame, otherwise
     * as {@link #write(Path, Image, SampleFormat)}.
     *
     * @param like the image from which it was derived
     */
    public static void writeLike(Path file, Image image, DecodedImage like) {
        if (!RawFiles.isDngName(file)) {
            write(file, image, like.format());
            return;
        }
        RawFrame frame = like.raw()
                .orElseThrow(() ->
                        new InputException(file.toString(), "can be made from raw files only", "choose .png or .tif"));
        byte[] dng = RawFiles.dng(frame.with(image));
        AtomicFile.write(file, out -> out.write(dng));
    }

    /** Camera and ISO from the EXIF data, if both are present. */
    public static Optional<Capture> capture(Path file) {
        return Exif.capture(file);
    }

    /** Whether the file name has the extension of a raw file. */
    public static boolean isRaw(Path file) {
        return RawFiles.isRawName(file);
    }

    /** Whether the file name has the extension of an image that this class reads. */
    public static boolean isImageName(Path file) {
        return EXTENSIONS.contains(extension(file)) || RawFiles.isRawName(file) || MatMatrix.isMatName(file);
    }

    /**
     * The file itself, or the image files directly inside a folder, sorted by name; hidden files are left out.
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
                        fileOrFolder.toString(),
                        "holds no images",
                        "give a folder with png, jpg, tif, bmp or dng files");
            }
            return images;
        } catch (IOException e) {
            throw new InputException(
                    fileOrFolder.toString(), "cannot be listed (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    /**
     * As {@link #list}, with the folder's NIfTI volumes before its images.
     *
     * @throws InputException if there is neither
     */
    public static List<Path> listWithVolumes(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return list(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            List<Path> found = new ArrayList<>(files.filter(ImageFrames::isVolumeName)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList());
            try {
                found.addAll(list(fileOrFolder));
            } catch (InputException e) {
                if (found.isEmpty()) {
                    throw e;
                }
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw new InputException(
                    fileOrFolder.toString(), "cannot be listed (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    /** The lower-case extension without the dot; empty if there is none. */
    public static String extension(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
