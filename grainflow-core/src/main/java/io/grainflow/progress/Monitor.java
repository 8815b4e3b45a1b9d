package io.grainflow.progress;

/** Receives the events of long-running work and can cancel it. Called from one thread at a time. */
@FunctionalInterface
public interface Monitor {
    void on(Event event);

    /** Queried between units of work. Once it is true, the work ends early in a state that a later run can resume. */
    default boolean cancelled() {
        return false;
    }

    /** Ignores everything. */
    static Monitor silent() {
        return event -> {};
    }
}
