package io.grainflow.progress;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An event and the job it belongs to, for observers of several jobs.
 *
 * @param job the name given to the job when it was started
 */
public record JobEvent(String job, Event event) {
    /**
     * A monitor that forwards the events of one job.
     *
     * @param cancelled queried between units of work; the job ends early once it is true
     */
    public static Monitor monitor(String job, Consumer<JobEvent> sink, BooleanSupplier cancelled) {
        return new Monitor() {
            @Override
            public void on(Event event) {
                sink.accept(new JobEvent(job, event));
            }

            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }
}
