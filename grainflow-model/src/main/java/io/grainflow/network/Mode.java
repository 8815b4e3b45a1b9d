package io.grainflow.network;

/** Training or evaluation mode of a network. */
public enum Mode {
    /** Batch normalisation uses batch statistics and updates the running statistics; dropout is active. */
    TRAIN,
    /** Batch normalisation uses the running statistics; nothing is updated, and dropout is inactive. */
    EVAL
}
