package io.grainflow.train;

import io.grainflow.train.data.Batches;
import java.util.List;
import java.util.function.IntFunction;

/**
 * All that a {@link Trainer} needs for a training and that differs between systems.
 *
 * @param <B> what a batch is; a heap value
 * @param name for monitors, such as "train denoiser"
 * @param request settings that do not depend on the system
 * @param system the system that is trained
 * @param batches creates the batches, given the number of images that stay decoded at a time
 * @param losses names and display of its losses
 * @param validator measures it on held-out data
 * @param publication the model files that it writes
 * @param notes messages for users before the training starts, one line each
 */
public record TrainingTask<B>(
        String name,
        TrainingRequest request,
        TrainingSystem<B> system,
        IntFunction<Batches<B>> batches,
        LossReport losses,
        Validator validator,
        Publication publication,
        List<String> notes) {
    public TrainingTask {
        notes = List.copyOf(notes);
    }

    /** The columns of its history. */
    History.Columns columns() {
        return new History.Columns(losses.names(), validator.figures());
    }
}
