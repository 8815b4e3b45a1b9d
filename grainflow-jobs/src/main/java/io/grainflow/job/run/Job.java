package io.grainflow.job.run;

import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Monitor;

/**
 * One thing that a front end can ask for. The record's fields are the whole configuration; equal records leave equal
 * files.
 *
 * @param <R> what it leaves besides files
 */
public interface Job<R extends Outcome> {
    /**
     * Does the work.
     *
     * @throws io.grainflow.problem.InputException if what it was given cannot be used; single bad items are reported to
     *     the monitor and counted in the outcome instead
     * @throws CancelledException if the monitor asked to stop before the end
     */
    R run(Monitor monitor);
}
