package io.grainflow.tensor;

import java.util.Collections;
import java.util.List;

/** The update rule of an optimiser and its constants. The learning rate is not part of it: a schedule gives it at every step. */
public sealed interface OptimiserSpec permits AdamSettings, SgdSettings {
    /** Its name in plans and messages, in lower case. */
    String name();

    /** Number of moments that it stores for every parameter. */
    int moments();

    /**
     * An optimiser of this kind with its own state, which is freed with the scope in which it was created.
     *
     * @param parameters in the order of the state
     * @param paces factor on the learning rate, one per parameter
     */
    Optimiser of(List<Tensor> parameters, List<Double> paces);

    /** As {@link #of(List, List)} for parameters with the same learning rate. */
    default Optimiser of(List<Tensor> parameters) {
        return of(parameters, Collections.nCopies(parameters.size(), 1.0));
    }
}
