package io.grainflow.noiseflow.sampling;

/** Something that takes the rows of an image from top to bottom. */
interface Rows {
    /**
     * Takes a row.
     *
     * @param row [C,W]; only lent
     * @param y its number; each is one more than the one before
     */
    void push(float[][] row, int y);

    /** After the last row. */
    void finish();
}
