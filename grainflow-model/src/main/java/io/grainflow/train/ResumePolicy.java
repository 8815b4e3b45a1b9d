package io.grainflow.train;

/** What a training does about the traces of an earlier one. */
public enum ResumePolicy {
    /** Refuses where an unfinished training has left a checkpoint. */
    NEW,
    /** Goes on from the checkpoint, or begins where there is none. */
    RESUME,
    /** Begins, whatever is there. */
    REPLACE
}
