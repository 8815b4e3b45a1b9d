package io.grainflow.progress;

/** Observes one operation on data in memory and can cancel it. What it throws is passed to the caller of the operation. */
@FunctionalInterface
public interface Progress {
    /**
     * Called when a part of the work is done, by one thread at a time.
     *
     * @param share of the work that is done, in [0,1], never falling
     * @throws CancelledException to end the work
     */
    void advanced(double share);

    /** Ignores all progress. */
    static Progress silent() {
        return share -> {};
    }

    /** The progress of a part of this work, which goes from one share to another. */
    default Progress part(double from, double to) {
        return share -> advanced(from + share * (to - from));
    }
}
