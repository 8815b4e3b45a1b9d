package io.grainflow.engine;

/** Provides the rows of a plan's inputs. Several threads call it, but calls for the same input never overlap. */
@FunctionalInterface
public interface RowSource {
    /**
     * Fills rows of an input. Each row is requested once, from top to bottom.
     *
     * @param input index among the graph's inputs
     * @param from first row, at the input's own level
     * @param values to be filled, [rows][width][channels]
     */
    void read(int input, int from, int rows, float[] values);
}
