package io.grainflow.train;

/**
 * Result of a training.
 *
 * @param finished whether the model was written; otherwise the monitor asked to stop, and the training can be resumed from the checkpoint
 * @param steps number of updates of the whole run; 0 if it was stopped before a time budget was turned into steps, when nothing is written
 * @param history losses and validations of all steps so far
 */
public record TrainingResult(boolean finished, long steps, History history) {}
