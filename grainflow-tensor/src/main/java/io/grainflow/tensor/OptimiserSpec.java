package io.grainflow.tensor;

import java.util.Collections;
import java.util.List;

/** Which rule updates parameters, and its constants, apart from the learning rate, which a schedule gives at every step. */
public sealed interface OptimiserSpec permits AdamSettings, SgdSettings {
    /** Its name in plans and messages, in lower case. */
    String name();

    /** How many moments it remembers of every parameter. */
    int moments();

    /**
     * An optimiser of this kind with a state of its own, which lives in the scope it was made in.
     *
     * @param parameters in the order of the state
     * @param paces factor on the learning rate, one per parameter
     */
    Optimiser of(List<Tensor> parameters, List<Double> paces);

    /** As {@link #of(List, List)} for parameters that learn at one pace. */
    default Optimiser of(List<Tensor> parameters) {
        return of(parameters, Collections.nCopies(parameters.size(), 1.0));
    }
}
