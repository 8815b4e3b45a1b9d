package io.grainflow.train;

import io.grainflow.inference.Inference;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.SortedMap;

/** What trainings are asked for, whatever is trained. */
public interface TrainTask {
    TrainPlan plan();

    TrainingData data();

    /** The model's file; the checkpoint lies beside it. */
    Path out();

    /** What to do about an earlier training. */
    ResumePolicy start();

    Device device();

    /** What models compute with while they are trained, and for validation. */
    default Inference inference() {
        return Inference.on(device()).withThreads(plan().threads());
    }

    /** What decides the result, by name. */
    SortedMap<String, String> identity();
}
