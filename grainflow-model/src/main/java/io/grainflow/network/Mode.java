package io.grainflow.network;

/** How a network is run. */
public enum Mode {
    /** Batch statistics normalise, and the running ones take them in; dropout loses numbers. */
    TRAIN,
    /** Running statistics normalise; nothing changes. */
    EVAL
}
