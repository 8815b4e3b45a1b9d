package io.grainflow.train;

import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import java.util.List;

/**
 * What is trained: parameters in groups, their first values, and the step that changes them.
 *
 * @param <B> what a batch is; a heap value
 */
public interface TrainingSystem<B> {
    /** Its parameters; every one is in one group. */
    List<ParameterGroup> groups();

    /** Values to start from; a function of what was asked for alone. */
    Weights initial();

    /**
     * The step on tensors.
     *
     * @param parameters of all groups
     */
    TrainingStep<B> step(Parameters parameters);
}
