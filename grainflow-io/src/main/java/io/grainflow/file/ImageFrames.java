package io.grainflow.file;

import io.grainflow.file.nifti.NiftiVolume;
import io.grainflow.file.tiff.TiffFrames;
import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A file of several images of equal size: the pages of a TIFF stack, or the slices of a NIfTI volume. Frames are decoded on demand;
 * sequential access is fastest. Not thread-safe.
 */
public interface ImageFrames extends AutoCloseable {
    /** Number of frames, at least one. */
    int count();

    /** The format and the size of all frames. */
    ImageHeader header();

    /**
     * Decodes a frame. Integers in TIFF are scaled to [0,1] and floats are as stored; NIfTI gives the volume's own values.
     *
     * @param index from 0; in a volume, all slices of a time point are consecutive
     * @throws InputException if it is damaged, truncated, or has values that are not finite
     */
    DecodedImage read(int index);

    /**
     * Writes a file with the same number of frames, atomically: a TIFF stack in the format of this one, or a volume of floats with the
     * geometry of this one. Frames are requested one at a time, in order, each once.
     *
     * @param target file name with an extension of the same format
     * @throws InputException if the extension is of another format, or the file cannot be written
     */
    void writeLike(Path target, IntFunction<Image> frames);

    @Override
    void close();

    /**
     * Opens a TIFF or NIfTI file.
     *
     * @throws InputException if it is neither, is damaged, or has frames of different sizes
     */
    static ImageFrames open(Path file) {
        if (isVolumeName(file)) {
            return NiftiVolume.open(file);
        }
        if (isTiffName(file)) {
            return TiffFrames.open(file);
        }
        throw new InputException(
                file.toString(), "is not named like a TIFF stack or a NIfTI volume", "give .tif, .nii or .nii.gz");
    }

    /**
     * Whether the file is a stack: a volume, by its name, or a TIFF file of several images of the same kind. A TIFF file is not a stack if
     * it is damaged, or if its other images are reduced copies of the first.
     */
    static boolean isStack(Path file) {
        return isVolumeName(file) || (isTiffName(file) && TiffFrames.isStack(file));
    }

    /** Whether the file name has the extension of a NIfTI volume. */
    static boolean isVolumeName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    private static boolean isTiffName(Path file) {
        return ImageFiles.extension(file).startsWith("tif");
    }
}
