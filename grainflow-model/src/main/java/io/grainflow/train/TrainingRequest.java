package io.grainflow.train;

import io.grainflow.inference.Inference;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a training that do not depend on the system.
 *
 * @param plan settings of the training
 * @param data training and validation pairs
 * @param out the model's file; the checkpoint lies beside it
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param identity settings that decide the result, by name, see {@link TrainingIdentity}
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

    /** Settings of inference during the training, such as in validations. */
    public Inference inference() {
        return Inference.on(device).withThreads(plan.threads());
    }

    /** Path of the checkpoint. */
    public Path checkpoint() {
        return Checkpoint.beside(out);
    }
}
