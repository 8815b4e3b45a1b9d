package io.grainflow.engine;

/** Takes the outputs of a plan, row by row. Several threads give, of one output one after the other. */
@FunctionalInterface
public interface RowSink {
    /**
     * Rows of an output, from top to bottom.
     *
     * @param output index among the graph's outputs
     * @param from first row, at the output's own level
     * @param values [rows][width][channels]; not to be kept
     */
    void write(int output, int from, int rows, float[] values);
}
