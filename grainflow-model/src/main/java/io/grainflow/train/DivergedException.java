package io.grainflow.train;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;

/** A training that its rule of divergence ended, mostly because its loss left all bounds. */
public final class DivergedException extends InputException {
    private static final long serialVersionUID = 1L;

    private final long step;
    private final double loss;
    private final transient Optional<Path> lastGoodCheckpoint;

    DivergedException(long step, Metrics.Metric loss, Optional<Path> lastGoodCheckpoint) {
        super(
                "training",
                "diverged at step " + step + " (" + loss.name() + " " + loss.value() + ")"
                        + lastGoodCheckpoint
                                .map(path -> ", last good checkpoint " + path)
                                .orElse(""),
                "train anew with a lower learning rate, such as --set learningRate=3e-4");
        this.step = step;
        this.loss = loss.value();
        this.lastGoodCheckpoint = lastGoodCheckpoint;
    }

    public long step() {
        return step;
    }

    /** The loss that was out of bounds. */
    public double loss() {
        return loss;
    }

    /** Written before the loss rose, if any was. */
    public Optional<Path> lastGoodCheckpoint() {
        return lastGoodCheckpoint;
    }
}
