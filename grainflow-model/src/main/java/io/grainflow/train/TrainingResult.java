package io.grainflow.train;

/**
 * What a training has come to.
 *
 * @param finished whether the model was written; otherwise the monitor asked to stop, and the checkpoint waits
 * @param steps number of updates of the whole run
 * @param history up to now
 */
public record TrainingResult(boolean finished, long steps, History history) {}
