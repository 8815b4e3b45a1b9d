package io.grainflow.engine;

/** Receives the rows of a plan's outputs. Several threads call it, but calls for the same output never overlap. */
@FunctionalInterface
public interface RowSink {
    /**
     * Rows of an output, from top to bottom.
     *
     * @param output index among the graph's outputs
     * @param from first row, at the output's own level
     * @param values [rows][width][channels]; valid during the call only
     */
    void write(int output, int from, int rows, float[] values);
}
