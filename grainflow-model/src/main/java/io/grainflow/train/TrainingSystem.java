package io.grainflow.train;

import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import java.util.List;

/**
 * A trainable system: parameters in groups, their initial values, and the training step.
 *
 * @param <B> what a batch is; a heap value
 */
public interface TrainingSystem<B> {
    /** Its parameters. Each parameter is in exactly one group. */
    List<ParameterGroup> groups();

    /** Initial values, a deterministic function of the request. */
    Weights initial();

    /**
     * The step on tensors.
     *
     * @param parameters of all groups
     */
    TrainingStep<B> step(Parameters parameters);
}
