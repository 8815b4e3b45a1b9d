package io.grainflow.train;

import io.grainflow.model.ModelFile;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.train.data.Batches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the one training loop needs to know of a model that is trained.
 *
 * @param <B> what a batch is; a heap value
 */
public interface Trainee<B> {
    /** Its name for monitors, such as "train denoiser". */
    String name();

    /** What was asked for. */
    TrainTask task();

    /** Its parameters. */
    List<ParameterSlot> slots();

    /** Values to start from; a function of the task alone. */
    Weights initial();

    Objective<B> objective(Parameters parameters);

    /**
     * Its batches.
     *
     * @param poolImages how many images stay decoded at a time
     */
    Batches<B> batches(int poolImages);

    /** What validations measure, with the unit in the name. */
    List<String> figureNames();

    /** A mean loss in the units that users know. */
    Map<String, Double> lossFigures(double lossMean);

    /** Whether the loss means the same at every step, so that its rise is a sign of trouble. */
    default boolean lossComparable() {
        return true;
    }

    /** Whether the model is written at every validation and not only at the end. */
    default boolean publishes() {
        return false;
    }

    /** Measures averaged weights on held-out data, if there is any. */
    Optional<History.Validation> validate(long step, Weights averaged);

    /** The model of averaged weights. */
    ModelFile<?> model(Weights averaged, long steps, History history);

    /** Models that are trained along with it, by file; written before it. */
    default Map<Path, ModelFile<?>> companions(Weights averaged, long steps, History history) {
        return Map.of();
    }

    /** What users should know before it begins, one line each. */
    List<String> notes();
}
