package io.grainflow.job.run;

import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Monitor;
import io.grainflow.progress.ThrottledMonitor;

/**
 * One thing that a front end can ask for. The record's fields are the whole configuration; equal records leave equal
 * files. Every job has {@code defaults()}, and for every field a method of its name that gives a copy with another value:
 *
 * <pre>{@code
 * TrainDenoiser.defaults().data("pairs").noise("noise.safetensors").minutes(60).out(file).run(monitor);
 * }</pre>
 *
 * <p>What a job opens it closes: nothing native is alive after it that was not before.
 *
 * @param <R> what it leaves besides files
 */
public interface Job<R extends Outcome> {
    /**
     * Does the work, once all that can be checked before is checked.
     *
     * @param monitor told of progress a few times a second at most
     * @throws io.grainflow.problem.InputException if what it was given cannot be used; single bad items are reported to
     *     the monitor and counted in the outcome instead
     * @throws CancelledException if the monitor asked to stop before the end
     */
    default R run(Monitor monitor) {
        RequiredFields.check(this);
        ThrottledMonitor throttled = ThrottledMonitor.of(monitor);
        try {
            return execute(throttled);
        } finally {
            throttled.flush();
        }
    }

    /** The work itself, for {@link #run} to call. */
    R execute(Monitor monitor);
}
