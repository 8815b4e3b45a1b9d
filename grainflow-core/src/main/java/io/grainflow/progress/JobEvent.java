package io.grainflow.progress;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An event and whose it is, for whoever watches several jobs.
 *
 * @param job the name that whoever started the job gave it
 */
public record JobEvent(String job, Event event) {
    /**
     * A monitor that hands on what one job reports.
     *
     * @param cancelled asked between units of work; once true the job ends early
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
