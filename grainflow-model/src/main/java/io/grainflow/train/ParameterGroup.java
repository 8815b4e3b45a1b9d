package io.grainflow.train;

import io.grainflow.network.ParameterSlot;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.OptimiserSpec;
import java.util.List;

/**
 * Parameters that are updated together: one optimiser with its own moments and number of updates, one learning rate, one moving average. A
 * plain model is one group, an adversarial system has several.
 *
 * @param name unique in its system
 * @param slots at least one trained parameter, and the running statistics and constants of the same layers; names are unique in the system
 * @param optimiser the update rule
 * @param learningRate its factor over the run
 * @param gradientClip largest Euclidean norm of the group's gradients together; 0 for none
 * @param averaging decay of the moving average of the weights, in [0,1); validations and the model use the average, or the latest weights
 *     if this is 0
 */
public record ParameterGroup(
        String name,
        List<ParameterSlot> slots,
        OptimiserSpec optimiser,
        LearningRate learningRate,
        double gradientClip,
        double averaging) {
    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the group has no trained parameter, or a number is out of its range
     */
    public ParameterGroup {
        slots = List.copyOf(slots);
        if (slots.stream().noneMatch(slot -> slot.role().trained())) {
            throw new IllegalArgumentException("group " + name + " expects a trained parameter, got none");
        }
        if (!(gradientClip >= 0 && averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("group " + name + " expects gradientClip of at least 0 and averaging in"
                    + " [0,1), got " + gradientClip + " and " + averaging);
        }
    }

    /** Adam with the plan's settings. */
    public static ParameterGroup of(String name, List<ParameterSlot> slots, TrainPlan plan) {
        AdamSettings adam = new AdamSettings(
                plan.beta1(), plan.beta2(), AdamSettings.defaults().epsilon(), plan.weightDecay());
        return new ParameterGroup(name, slots, adam, plan::learningRateAt, plan.gradientClip(), plan.emaDecay());
    }

    /** The same group with another learning rate. */
    public ParameterGroup with(LearningRate rate) {
        return new ParameterGroup(name, slots, optimiser, rate, gradientClip, averaging);
    }

    /** The trained parameters, in the order of the optimiser's moments. */
    List<ParameterSlot> trained() {
        return slots.stream().filter(slot -> slot.role().trained()).toList();
    }
}
