package io.grainflow.train;

/** What a training does if an earlier one has left a checkpoint or a model. */
public enum ResumePolicy {
    /** Fails if an unfinished training has left a checkpoint. */
    NEW,
    /** Resumes from the checkpoint, or starts a new training if there is none. */
    RESUME,
    /** Starts a new training and overwrites existing files. */
    REPLACE
}
