package io.grainflow.job.train;

import io.grainflow.tensor.Scope;
import io.grainflow.train.TrainingResult;
import java.util.function.Supplier;

/** A training whose native memory is free when it is over. */
public final class TrainingRun {
    private TrainingRun() {}

    /** The result of a training; parameters and moments that it kept are freed, also where it fails. */
    public static TrainingResult of(Supplier<TrainingResult> training) {
        return Scope.heap(training);
    }
}
