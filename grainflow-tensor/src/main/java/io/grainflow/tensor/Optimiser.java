package io.grainflow.tensor;

import java.util.List;

/**
 * Updates some parameters from their gradients. Each optimiser has moments and a count of its own, so that several can train one system at
 * different times.
 */
public sealed interface Optimiser extends TensorBundle permits Adam, Sgd {
    /**
     * One update from the parameters' gradients, which are set to zero afterwards. A next step without new gradients is an update by
     * momentum alone; {@link Gradients#fillWithZeros} makes the gradients for such a step where none were computed yet, as after a restored
     * state.
     *
     * @param learningRate factor on the update
     * @throws IllegalStateException if a parameter has no gradient; nothing is changed then
     */
    void step(double learningRate);

    /** Number of updates so far. */
    long steps();

    /** The moments on the heap: the first of every parameter in the parameters' order, then the second of every parameter if there is one. */
    List<float[]> state();

    /** Continues from a state that {@link #state} gave after so many updates. */
    void restore(long stepsDone, List<float[]> state);
}
