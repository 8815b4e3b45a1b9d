package io.grainflow.pair;

/** What a scene is used for. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
