package io.grainflow.denoise;

/** A streaming denoiser: it reads and writes an image row by row, in memory that does not depend on the height. */
public interface RowDenoiser extends Denoiser {
    /** A source or sink of image rows, with the channels innermost. */
    @FunctionalInterface
    interface Rows {
        /**
         * Reads or writes rows. Called from top to bottom, once for each row.
         *
         * @param from first row
         * @param values [rows][width][channels]; must not be kept after the call
         */
        void of(int from, int rows, float[] values);
    }

    /** Whether images of this shape can be streamed; the result has the same shape. */
    boolean takesRows(int channels, int height, int width);

    /**
     * Denoises an image.
     *
     * @param source provides its rows
     * @param target receives the rows of the result
     */
    void denoise(int height, int width, Rows source, Rows target);
}
