package io.grainflow.job.run;

import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Monitor;
import io.grainflow.progress.ThrottledMonitor;

/**
 * One task that a front end can run. The fields of the record are the whole configuration. Equal records write equal
 * files. Every job has {@code defaults()}, and for every field a method of the same name that returns a changed copy:
 *
 * <pre>{@code
 * TrainDenoiser.defaults().data("pairs").noise("noise.safetensors").minutes(60).out(file).run(monitor);
 * }</pre>
 *
 * <p>A job closes everything that it opens. It leaves no native objects behind.
 *
 * @param <R> type of its outcome
 */
public interface Job<R extends Outcome> {
    /**
     * Checks everything that can be checked in advance, then does the work.
     *
     * @param monitor receives progress a few times a second at most
     * @throws io.grainflow.problem.InputException if the input cannot be used; single bad items are reported to
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
