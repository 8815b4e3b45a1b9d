package io.grainflow.file;

import io.grainflow.file.tiff.TiffRows;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One large image whose rows are decoded when they are asked for, in memory that does not grow with its height; asking from
 * top to bottom decodes everything once. Not for several threads at once.
 */
public interface ImageRows extends AutoCloseable {
    ImageHeader header();

    /** Channels of what {@link #read} gives: 1 or 3, transparency is dropped. */
    int channels();

    /** How the file stores a value. */
    SampleFormat format();

    /**
     * Decodes rows to what {@link ImageFiles#read} gives there, below others of an image that is being made.
     *
     * @param first row, from 0
     * @param rows how many, at least 1 and not beyond the image
     * @param chw values of the image that is being made, [C,height,W]: integers become [0,1], floats come as stored
     * @param height rows of that image
     * @param to the row of it that the first one becomes
     * @throws InputException if they are damaged, cut off, or have values that are not finite
     */
    void read(int first, int rows, float[] chw, int height, int to);

    /** Decodes rows alone. */
    default Image read(int first, int rows) {
        int width = header().width();
        float[] chw = new float[Math.toIntExact((long) channels() * rows * width)];
        read(first, rows, chw, rows, 0);
        return Image.adopt(PixelDomain.SRGB, rows, width, chw);
    }

    /**
     * Begins a file of as many rows with this one's format, compressed if this one is, with its resolution and colour
     * profile.
     *
     * @param target a name that ends in .tif or .tiff
     * @param channels 1 or 3
     * @throws InputException if it cannot be written
     */
    ImageRowsWriter writerLike(Path target, int channels);

    @Override
    void close();

    /**
     * Opens a TIFF or BigTIFF file: strips or tiles, 8 or 16-bit integers or 32-bit floats, grey or colour.
     *
     * @throws InputException if it is missing, damaged, or of another kind
     */
    static ImageRows open(Path file) {
        return TiffRows.open(file);
    }

    /**
     * Opens a file that {@link #open} takes and that holds one image; empty for all others, also for those that are missing. The file is
     * opened once.
     *
     * @throws InputException if it is damaged behind its first directory
     */
    static Optional<ImageRows> openSingle(Path file) {
        return ImageFiles.extension(file).startsWith("tif") ? TiffRows.openSingle(file) : Optional.empty();
    }
}
