package io.grainflow.job.run;

import io.grainflow.problem.InputException;

/** What to do about output files that are already there. Files are written atomically, so an existing file is complete. */
public enum OverwritePolicy {
    /** Refuse the job before any work. */
    REFUSE,
    /** Replace them. */
    REPLACE,
    /** Keep them and make only those that are missing. */
    KEEP;

    /**
     * Checks this policy for a job with a single output.
     *
     * @throws InputException if the policy keeps existing files, because nothing would be left to do
     */
    public OverwritePolicy forOne() {
        if (this == KEEP) {
            throw new InputException(
                    "existing", "does not take keep, since this job makes one thing", "give refuse or replace");
        }
        return this;
    }
}
