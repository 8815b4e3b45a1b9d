package io.grainflow.cli.terminal;

/** Display of the progress of one task. */
interface TaskDisplay {
    /** Shows the number of finished units and a description of the figures. */
    void advance(long done, String figures);

    /** Prepares for a line of text that follows. */
    void interrupt();

    void close();
}
