package io.grainflow.file;

import io.grainflow.image.Image;

/**
 * Writes a file of one image in blocks of rows. The file appears under its name when it is complete; if the writer is closed earlier, no
 * file remains.
 */
public interface ImageRowsWriter extends AutoCloseable {
    /**
     * Appends rows of an image. For integer formats, values are clamped to [0,1] and rounded; floats are stored unchanged.
     *
     * @param image [C,any,W]
     * @param first row of the image
     * @param count number of rows, at most those missing in the file
     * @throws io.grainflow.problem.InputException if they cannot be written, for example because the disk is full
     */
    void write(Image image, int first, int count);

    /**
     * Completes the file.
     *
     * @throws IllegalStateException if rows are missing
     * @throws io.grainflow.problem.InputException if it cannot be written
     */
    void finish();

    @Override
    void close();
}
