package io.grainflow.progress;

/** Watches long work; may ask it to stop. Called from one thread at a time. */
@FunctionalInterface
public interface Monitor {
    void on(Event event);

    /** Asked between units of work; once true the work ends early, leaving what a later run can resume. */
    default boolean cancelled() {
        return false;
    }

    /** Ignores everything. */
    static Monitor silent() {
        return event -> {};
    }
}
