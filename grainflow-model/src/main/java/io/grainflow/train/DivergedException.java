package io.grainflow.train;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Thrown when a training's {@link io.grainflow.train.divergence.Divergence} rule detects divergence, and when the norm of gradients that are
 * clipped, or the state that is to be saved, is not finite.
 */
public final class DivergedException extends InputException {
    private static final long serialVersionUID = 1L;

    private final long step;
    private final double loss;
    private final transient Optional<Path> lastGoodCheckpoint;

    /** @param meaning what happened, such as "diverged" */
    DivergedException(long step, Metrics.Metric loss, String meaning, Optional<Path> lastGoodCheckpoint) {
        super(
                "training",
                meaning + " at step " + step + " (" + loss.name() + " " + loss.value() + ")"
                        + lastGoodCheckpoint
                                .map(path -> ", last good checkpoint " + path)
                                .orElse(""),
                "train anew with a lower learning rate, such as `settings` learningRate=3e-4");
        this.step = step;
        this.loss = loss.value();
        this.lastGoodCheckpoint = lastGoodCheckpoint;
    }

    public long step() {
        return step;
    }

    /** The diverged loss; or the norm of gradients, or the number of the state, that is not finite. */
    public double loss() {
        return loss;
    }

    /** Written before the loss rose, if any was. */
    public Optional<Path> lastGoodCheckpoint() {
        return lastGoodCheckpoint;
    }
}
