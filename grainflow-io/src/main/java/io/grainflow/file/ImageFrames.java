package io.grainflow.file;

import io.grainflow.file.nifti.NiftiVolume;
import io.grainflow.file.tiff.TiffFrames;
import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A file of several images of one size: a TIFF stack, or a NIfTI volume slice by slice. Frames are decoded when they are
 * asked for; asking in order is fastest. Not for several threads at once.
 */
public interface ImageFrames extends AutoCloseable {
    /** Number of frames, at least one. */
    int count();

    /** What all frames have in common. */
    ImageHeader header();

    /**
     * Decodes a frame: integers in [0,1] and floats as stored from TIFF, the volume's own values from NIfTI.
     *
     * @param index from 0; slices of a volume come within its points in time
     * @throws InputException if it is damaged, cut off, or has values that are not finite
     */
    DecodedImage read(int index);

    /**
     * Writes a file of as many frames, atomically: a TIFF stack of this one's format, or a volume of floats with this one's
     * geometry. One frame at a time is asked for, in order, each once.
     *
     * @param target named like this file's kind
     * @throws InputException if the name is of another kind, or it cannot be written
     */
    void writeLike(Path target, IntFunction<Image> frames);

    @Override
    void close();

    /**
     * Opens a TIFF or NIfTI file.
     *
     * @throws InputException if it is neither, damaged, or has frames of several sizes
     */
    static ImageFrames open(Path file) {
        if (isVolumeName(file)) {
            return NiftiVolume.open(file);
        }
        if (isTiffName(file)) {
            return TiffFrames.open(file);
        }
        throw new InputException(
                file.toString(), "has the name of no file of several frames", "give .tif, .nii or .nii.gz");
    }

    /**
     * Whether the file is to be taken frame by frame: a volume by its name, or a TIFF file of several images of one kind. A
     * TIFF file that is damaged or has a smaller copy of its image beside it is none.
     */
    static boolean isStack(Path file) {
        return isVolumeName(file) || (isTiffName(file) && TiffFrames.isStack(file));
    }

    /** Whether the name ends like that of a NIfTI volume. */
    static boolean isVolumeName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    private static boolean isTiffName(Path file) {
        return ImageFiles.extension(file).startsWith("tif");
    }
}
