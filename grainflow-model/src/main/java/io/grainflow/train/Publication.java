package io.grainflow.train;

import io.grainflow.model.ModelFile;
import io.grainflow.network.Weights;
import java.nio.file.Path;
import java.util.List;

/**
 * Which model files a training writes, and when.
 *
 * @param whileTraining whether they are also written at every validation: for losses that do not indicate when to stop, and for models that
 *     are used during the training
 */
public record Publication(boolean whileTraining, Models models) {
    /** A model and its file. */
    public record Target(Path file, ModelFile<?> model) {}

    /** Creates model files from averaged weights. */
    @FunctionalInterface
    public interface Models {
        /**
         * The models, in the order in which they are written: the main model comes last.
         *
         * @param steps number of updates
         */
        List<Target> of(Weights averaged, long steps, History history);
    }

    /** Written only at the end. */
    public static Publication atEnd(Models models) {
        return new Publication(false, models);
    }

    void write(Weights averaged, long steps, History history) {
        models.of(averaged, steps, history).forEach(target -> target.model().write(target.file()));
    }
}
