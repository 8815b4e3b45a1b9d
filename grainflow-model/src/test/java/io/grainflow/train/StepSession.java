package io.grainflow.train;

import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.util.List;

/** The state of a training without its loop, so that tests of systems can run single steps with given random numbers. */
public final class StepSession {
    private final TrainState state;
    private final long steps;

    /**
     * A fresh state; call it inside a scope.
     *
     * @param steps of the whole run
     */
    public StepSession(List<ParameterGroup> groups, Weights start, long steps) {
        this.state = new TrainState(groups, start, Device.CPU);
        this.steps = steps;
    }

    public Parameters parameters() {
        return state.parameters();
    }

    /** The context of a step, from 0. */
    public StepContext at(long step) {
        return new StepContext(state, step, steps, new Seed(1).child(step));
    }
}
