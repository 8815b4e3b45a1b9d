package io.grainflow.progress;

/** Follows one piece of work on values in memory, and may end it: what it throws goes through to whoever asked for the work. */
@FunctionalInterface
public interface Progress {
    /**
     * Told when a part of the work is done, by one thread at a time.
     *
     * @param share of the work that is done, in [0,1], never falling
     * @throws CancelledException to end the work
     */
    void advanced(double share);

    /** Watches nothing. */
    static Progress silent() {
        return share -> {};
    }

    /** The same for work that is a part of this, from one share to another. */
    default Progress part(double from, double to) {
        return share -> advanced(from + share * (to - from));
    }
}
