package io.grainflow.train;

import io.grainflow.train.data.Batches;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A training as the {@link Trainer} takes it: all that differs from one system to another.
 *
 * @param <B> what a batch is; a heap value
 * @param name for monitors, such as "train denoiser"
 * @param request what was asked for
 * @param system what is trained
 * @param batches what it learns from, given how many images stay decoded at a time
 * @param losses what its losses mean
 * @param validator what it is measured by
 * @param publication what it writes
 * @param notes what users should know before it begins, one line each
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

    /** What its history holds. */
    History.Columns columns() {
        return new History.Columns(losses.names(), validator.figures());
    }
}
