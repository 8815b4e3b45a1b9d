package io.grainflow.job.train;

import io.grainflow.tensor.Scope;
import io.grainflow.train.TrainingResult;
import java.util.function.Supplier;

/** Runs a training and frees its native memory at the end. */
public final class TrainingRun {
    private TrainingRun() {}

    /** The result of a training; its parameters and moments are freed, also if it fails. */
    public static TrainingResult of(Supplier<TrainingResult> training) {
        return Scope.heap(training);
    }
}
