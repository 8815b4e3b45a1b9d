package io.grainflow.noiseflow.sampling;

/** A stage that receives the rows of an image from top to bottom. */
interface Rows {
    /**
     * Receives a row.
     *
     * @param row [C,W]; the caller reuses the array after the call
     * @param y index of the row; consecutive calls have consecutive indices
     */
    void push(float[][] row, int y);

    /** Called after the last row. */
    void finish();
}
