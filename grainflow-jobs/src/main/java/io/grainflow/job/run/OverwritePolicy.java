package io.grainflow.job.run;

/** What to do about output files that are already there. Files are written atomically: one that is there is whole. */
public enum OverwritePolicy {
    /** Refuse the job before any work. */
    REFUSE,
    /** Replace them. */
    REPLACE,
    /** Keep them and make only those that are missing. */
    KEEP
}
