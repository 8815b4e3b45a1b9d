package io.grainflow.inference;

import io.grainflow.engine.Precision;
import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;

/** Runs a trained network over windows of images. Safe for several threads. */
public interface InferenceEngine extends AutoCloseable {
    /**
     * Computes one window, zero-padded at its borders.
     *
     * @param height whole blocks of the network
     * @param width whole blocks of the network
     */
    void run(int height, int width, RowSource source, RowSink sink);

    /** Largest number of rows of a window, surroundings included. */
    int mostRows();

    /** Largest number of columns of a window, surroundings included. */
    int mostColumns();

    /** Whether images of this width are computed in one window. */
    boolean takesRows(int width);

    /** Number format of the computation. */
    Precision precision();

    @Override
    void close();
}
