package io.grainflow.train;

import io.grainflow.network.Mode;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.Tensor;
import java.util.List;

/** What a {@link TrainingStep} knows of its place in the run, and how it updates parameters. */
public final class StepContext {
    private final TrainState state;
    private final long step;
    private final long steps;
    private final Seed seed;

    /**
     * The context of one step.
     *
     * @param step from 0
     * @param steps of the whole run
     * @param seed of this step
     */
    StepContext(TrainState state, long step, long steps, Seed seed) {
        this.state = state;
        this.step = step;
        this.steps = steps;
        this.seed = seed;
    }

    /** Number of the step, from 0. */
    public long step() {
        return step;
    }

    /** Share of the run that is done, in [0,1). */
    public double progress() {
        return (double) step / steps;
    }

    /** Randomness of this step; what is drawn for several purposes takes children of different names. */
    public Seed seed() {
        return seed;
    }

    /** Randomness of this step for one purpose. */
    public Seed seed(String purpose) {
        return seed.child(purpose);
    }

    /** How networks behave while they are trained: batch normalisation takes the batch's statistics, dropout drops. */
    public Mode mode() {
        return Mode.TRAIN;
    }

    /** Number of updates of a group so far. */
    public long updates(String group) {
        return state.group(group).updates();
    }

    /**
     * d(scalar)/d(input) of each input, as results that can be differentiated again: what penalties on gradients are made of.
     *
     * @param scalar of one element
     * @param inputs tensors that require gradients and reach the scalar
     * @throws IllegalArgumentException if an input does not reach the scalar
     */
    public List<Tensor> gradients(Tensor scalar, List<Tensor> inputs) {
        return Gradients.differentiable(scalar, inputs);
    }

    /**
     * Updates one group to lower a loss; others stay as they are, also where they reach it.
     *
     * @param loss of one element; its graph is used up
     * @return the value of the loss before the update; where it is not finite nothing was updated
     */
    public double update(String group, Tensor loss) {
        return update(List.of(group), loss);
    }

    /**
     * Updates several groups, each by its own optimiser, to lower one loss. Parameters that do not reach it move by their momentum alone.
     *
     * @param loss of one element; its graph is used up
     * @return the value of the loss before the updates; where it is not finite nothing was updated
     * @throws IllegalStateException if a parameter does not reach the loss at the first update of its group
     */
    public double update(List<String> groups, Tensor loss) {
        List<GroupState> updated = groups.stream().map(state::group).toList();
        double value = loss.item();
        if (Double.isFinite(value)) {
            Gradients.accumulate(
                    loss,
                    updated.stream().flatMap(group -> group.trained().stream()).toList());
            updated.forEach(group -> group.update(learningRate(group)));
        }
        return value;
    }

    /** Updates a group as if its gradients were zero, which counts as an update. Before the first update with a loss it changes no weight. */
    public void updateByMomentum(String group) {
        GroupState updated = state.group(group);
        updated.updateByMomentum(learningRate(updated));
    }

    private double learningRate(GroupState group) {
        return group.group().learningRate().at(step, steps);
    }
}
