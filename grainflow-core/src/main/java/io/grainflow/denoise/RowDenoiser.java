package io.grainflow.denoise;

/** A denoiser that takes an image row by row and gives it row by row, in memory that does not depend on the height. */
public interface RowDenoiser extends Denoiser {
    /** Rows of an image, with the channels innermost. */
    @FunctionalInterface
    interface Rows {
        /**
         * Reads or takes rows, from top to bottom and each once.
         *
         * @param from first row
         * @param values [rows][width][channels]; not to be kept
         */
        void of(int from, int rows, float[] values);
    }

    /** Whether images of a shape can be restored so; the result has the same. */
    boolean takesRows(int channels, int height, int width);

    /**
     * Restores an image.
     *
     * @param source asked for its rows
     * @param target given those of the result
     */
    void denoise(int height, int width, Rows source, Rows target);
}
