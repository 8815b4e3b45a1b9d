package io.grainflow.train;

import io.grainflow.model.ModelFile;
import io.grainflow.network.Weights;
import java.nio.file.Path;
import java.util.List;

/**
 * Which model files a training writes, and when.
 *
 * @param whileTraining whether they are written at every validation, too: where a loss does not tell when to stop, and where a model is wanted
 *     while it learns
 */
public record Publication(boolean whileTraining, Models models) {
    /** A model and its file. */
    public record Target(Path file, ModelFile<?> model) {}

    /** Makes model files of averaged weights. */
    @FunctionalInterface
    public interface Models {
        /**
         * The models, in the order in which they are written: the training's own comes last.
         *
         * @param steps number of updates
         */
        List<Target> of(Weights averaged, long steps, History history);
    }

    /** At the end alone. */
    public static Publication atEnd(Models models) {
        return new Publication(false, models);
    }

    void write(Weights averaged, long steps, History history) {
        models.of(averaged, steps, history).forEach(target -> target.model().write(target.file()));
    }
}
