package io.grainflow.engine;

/** Gives the rows of a plan's inputs. Several threads call it, for one input one after the other. */
@FunctionalInterface
public interface RowSource {
    /**
     * Rows of an input, each asked for once, from top to bottom.
     *
     * @param input index among the graph's inputs
     * @param from first row, at the input's own level
     * @param values to be filled, [rows][width][channels]
     */
    void read(int input, int from, int rows, float[] values);
}
