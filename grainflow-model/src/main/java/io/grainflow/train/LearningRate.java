package io.grainflow.train;

/** Learning rate over a run. */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate at a step of the training.
     *
     * @param step from 0, of the training and not of the group's updates
     * @param steps of the whole run
     */
    double at(long step, long steps);

    /** The same rate at every step. */
    static LearningRate constant(double rate) {
        return (step, steps) -> rate;
    }
}
