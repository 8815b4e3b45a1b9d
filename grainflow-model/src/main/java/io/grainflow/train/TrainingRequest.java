package io.grainflow.train;

import io.grainflow.inference.Inference;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every training is asked for, whatever is trained.
 *
 * @param plan how
 * @param data from which pairs
 * @param out the model's file; the checkpoint lies beside it
 * @param start what to do about an earlier training
 * @param device computed on
 * @param identity what decides the result, by name, see {@link TrainingIdentity}
 */
public record TrainingRequest(
        TrainPlan plan,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        SortedMap<String, String> identity) {
    public TrainingRequest {
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
    }

    /** What models compute with while they are trained, and for validation. */
    public Inference inference() {
        return Inference.on(device).withThreads(plan.threads());
    }

    /** Where the checkpoint lies. */
    public Path checkpoint() {
        return Checkpoint.beside(out);
    }
}
