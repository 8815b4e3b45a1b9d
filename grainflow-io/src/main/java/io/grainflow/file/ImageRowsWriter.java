package io.grainflow.file;

import io.grainflow.image.Image;

/**
 * A file of one image that is written rows by rows and appears under its name when it is complete; closed before, nothing is
 * left of it.
 */
public interface ImageRowsWriter extends AutoCloseable {
    /**
     * Appends some of an image's rows: integers are limited to [0,1] and rounded, floats stored as they are.
     *
     * @param image [C,any,W]
     * @param first row of the image
     * @param count how many, not beyond the file's end
     * @throws io.grainflow.problem.InputException if they cannot be written, such as to a full disk
     */
    void write(Image image, int first, int count);

    /**
     * Ends the file.
     *
     * @throws IllegalStateException if rows are missing
     * @throws io.grainflow.problem.InputException if it cannot be written
     */
    void finish();

    @Override
    void close();
}
