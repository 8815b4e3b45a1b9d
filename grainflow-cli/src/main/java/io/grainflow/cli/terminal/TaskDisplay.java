package io.grainflow.cli.terminal;

/** How one task's progress is shown. */
interface TaskDisplay {
    /** The task has done so many units; the figures are described in words. */
    void advance(long done, String figures);

    /** A line of text follows: make room for it. */
    void interrupt();

    void close();
}
