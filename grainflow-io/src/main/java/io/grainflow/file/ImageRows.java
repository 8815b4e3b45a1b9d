package io.grainflow.file;

import io.grainflow.file.tiff.TiffRows;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One large image whose rows are decoded on demand, in memory that does not depend on its height. Reading from top to bottom decodes
 * everything once. Not thread-safe.
 */
public interface ImageRows extends AutoCloseable {
    ImageHeader header();

    /** Number of channels in the result of {@link #read}: 1 or 3; transparency is dropped. */
    int channels();

    /** How the file stores a value. */
    SampleFormat format();

    /**
     * Decodes rows into a larger image. The values are those of {@link ImageFiles#read}.
     *
     * @param first row, from 0
     * @param rows number of rows, at least 1; they must lie inside the image
     * @param chw values of the target image, [C,height,W]: integers are scaled to [0,1], floats are as stored
     * @param height rows of the target image
     * @param to row of the target image to which the first row is written
     * @throws InputException if they are damaged, truncated, or have values that are not finite
     */
    void read(int first, int rows, float[] chw, int height, int to);

    /** Decodes rows as an image. */
    default Image read(int first, int rows) {
        int width = header().width();
        float[] chw = new float[Math.toIntExact((long) channels() * rows * width)];
        read(first, rows, chw, rows, 0);
        return Image.adopt(PixelDomain.SRGB, rows, width, chw);
    }

    /**
     * Begins a file with the same number of rows, format, resolution and colour profile as this one, compressed if this one is.
     *
     * @param target a file name that ends in .tif or .tiff
     * @param channels 1 or 3
     * @throws InputException if it cannot be written
     */
    ImageRowsWriter writerLike(Path target, int channels);

    @Override
    void close();

    /**
     * Opens a TIFF or BigTIFF file: strips or tiles, 8 or 16-bit integers or 32-bit floats, grey or colour.
     *
     * @throws InputException if it is missing, damaged, or of another format
     */
    static ImageRows open(Path file) {
        return TiffRows.open(file);
    }

    /**
     * Opens a file that {@link #open} supports and that contains one image; empty for all others, also for missing files. The file is
     * opened once.
     *
     * @throws InputException if it is damaged after its first directory
     */
    static Optional<ImageRows> openSingle(Path file) {
        return ImageFiles.extension(file).startsWith("tif") ? TiffRows.openSingle(file) : Optional.empty();
    }
}
