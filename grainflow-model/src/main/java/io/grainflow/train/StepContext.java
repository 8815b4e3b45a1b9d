package io.grainflow.train;

import io.grainflow.network.Mode;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The position of a {@link TrainingStep} in the run, its randomness, and the updates of parameters that it can make. */
public final class StepContext {
    private final TrainState state;
    private final long step;
    private final long steps;
    private final Seed seed;
    private Optional<Metrics.Metric> diverged = Optional.empty();

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

    /** Seed of this step. Draws for different purposes use children with different names. */
    public Seed seed() {
        return seed;
    }

    /** Seed of this step for one purpose. */
    public Seed seed(String purpose) {
        return seed.child(purpose);
    }

    /** The mode of networks during training: batch normalisation uses batch statistics, and dropout is active. */
    public Mode mode() {
        return Mode.TRAIN;
    }

    /** Number of updates of a group so far. */
    public long updates(String group) {
        return state.group(group).updates();
    }

    /**
     * d(scalar)/d(input) of each input, as results that can be differentiated again, as gradient penalties require.
     *
     * @param scalar of one element
     * @param inputs tensors that require gradients and reach the scalar
     * @throws IllegalArgumentException if an input does not reach the scalar
     */
    public List<Tensor> gradients(Tensor scalar, List<Tensor> inputs) {
        return Gradients.differentiable(scalar, inputs);
    }

    /**
     * Updates one group to minimise a loss. Other groups are not changed, even if the loss depends on them.
     *
     * @param loss of one element; its autograd graph is freed
     * @return the value of the loss before the update; if it, or the norm of gradients that are clipped, is not finite, nothing was updated
     */
    public double update(String group, Tensor loss) {
        return update(List.of(group), loss);
    }

    /**
     * Updates several groups, each by its own optimiser, to minimise one loss. Parameters on which it does not depend move by their
     * momentum alone.
     *
     * @param loss of one element; its autograd graph is freed
     * @return the value of the loss before the updates; if it, or the norm of gradients that are clipped, is not finite, nothing was
     *     updated
     * @throws IllegalStateException if the loss does not depend on a parameter at the first update of its group
     */
    public double update(List<String> groups, Tensor loss) {
        List<GroupState> updated = groups.stream().map(state::group).toList();
        double value = loss.item();
        if (Double.isFinite(value)) {
            Gradients.accumulate(
                    loss,
                    updated.stream().flatMap(group -> group.trained().stream()).toList());
            if (clip(updated)) {
                updated.forEach(group -> group.update(learningRate(group)));
            }
        }
        return value;
    }

    /** Clips the gradients of all groups before any is updated, and returns whether their norms are finite. */
    private boolean clip(List<GroupState> groups) {
        for (GroupState group : groups) {
            double norm = group.clip();
            if (!Double.isFinite(norm)) {
                diverged = diverged.or(() -> Optional.of(
                        new Metrics.Metric("gradient norm of " + group.group().name(), norm)));
                return false;
            }
        }
        return true;
    }

    /** The first norm of gradients that was not finite, so that an update was left out; empty if there is none. */
    Optional<Metrics.Metric> diverged() {
        return diverged;
    }

    /**
     * Updates a group as if its gradients were zero, which counts as an update. Before the first update with a loss, only weight decay can
     * move parameters.
     */
    public void updateByMomentum(String group) {
        GroupState updated = state.group(group);
        updated.updateByMomentum(learningRate(updated));
    }

    private double learningRate(GroupState group) {
        return group.group().learningRate().at(step, steps);
    }
}
