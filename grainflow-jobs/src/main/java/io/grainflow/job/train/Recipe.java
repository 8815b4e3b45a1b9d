package io.grainflow.job.train;

/** Which sizes and settings an adversarial training starts from. */
public enum Recipe {
    /** Small networks and patches, which get far within an hour on two processor cores. */
    COMPACT,
    /** The published sizes and schedule, for a GPU or for days. */
    PUBLISHED
}
