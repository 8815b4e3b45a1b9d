package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Ema;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.Optimiser;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one {@link ParameterGroup}: parameters, the optimiser's moments and number of updates, moving averages. Running statistics
 * are averaged with the same weights as the parameters they belong to.
 */
final class GroupState {
    private final ParameterGroup group;
    private final List<Tensor> all;
    private final List<Tensor> trained;
    private final Optimiser optimiser;
    private final Optional<Ema> ema;

    GroupState(ParameterGroup group, Parameters parameters) {
        this.group = group;
        this.all = tensors(group.slots(), parameters);
        this.trained = tensors(group.trained(), parameters);
        this.optimiser = group.optimiser()
                .of(trained, group.trained().stream().map(ParameterSlot::pace).toList());
        this.ema = group.averaging() > 0 ? Optional.of(Ema.of(group.averaging(), all)) : Optional.empty();
    }

    private static List<Tensor> tensors(List<ParameterSlot> slots, Parameters parameters) {
        return slots.stream().map(slot -> parameters.get(slot.name())).toList();
    }

    ParameterGroup group() {
        return group;
    }

    List<Tensor> trained() {
        return trained;
    }

    /** Number of updates so far. */
    long updates() {
        return optimiser.steps();
    }

    /**
     * Clips the accumulated gradients, if the group's gradients are clipped.
     *
     * @return the norm of the gradients before; 0 if they are not clipped, for their norm is not computed then
     */
    double clip() {
        return group.gradientClip() > 0 ? Gradients.clip(trained, group.gradientClip()) : 0;
    }

    /**
     * Updates the parameters with the accumulated gradients. A parameter on which the loss does not depend moves by its momentum alone.
     * This makes a resumed training, which has no gradients at first, equal to an uninterrupted one, which still has zeroed gradients of
     * the previous step. At the first update a missing gradient is an error.
     *
     * @throws IllegalStateException if a parameter has no gradient at the first update
     */
    void update(double learningRate) {
        if (updates() > 0) {
            Gradients.fillWithZeros(trained);
        }
        take(learningRate);
    }

    /** An update with gradients of zero. */
    void updateByMomentum(double learningRate) {
        Gradients.fillWithZeros(trained);
        take(learningRate);
    }

    private void take(double learningRate) {
        long before = updates();
        optimiser.step(learningRate);
        ema.ifPresent(average -> average.update(before));
    }

    /** The averaged weights, or the latest weights if the group has no moving average. */
    Weights averaged() {
        return Parameters.heapOf(group.slots(), ema.map(Ema::averages).orElse(all));
    }

    /** All numbers by name, for a checkpoint. */
    void store(Map<String, StoredTensor> into) {
        put("parameter.", Parameters.heapOf(group.slots(), all), into);
        if (ema.isPresent()) {
            put("average.", averaged(), into);
        }
        List<float[]> moments = optimiser.state();
        for (int i = 0; i < moments.size(); i++) {
            into.put(momentName(i), StoredTensor.ofFloats(moments.get(i), moments.get(i).length));
        }
    }

    private static void put(String prefix, Weights weights, Map<String, StoredTensor> into) {
        weights.tensors().forEach((name, tensor) -> into.put(prefix + name, tensor));
    }

    /** Restores the numbers that {@link #store} gave after the given number of updates. */
    void restore(Path file, Checkpoint checkpoint, long updates) {
        Scope.run(() -> {
            for (int i = 0; i < all.size(); i++) {
                String name = group.slots().get(i).name();
                all.get(i).copyFrom(tensor(checkpoint.tensor(file, "parameter." + name)));
                if (ema.isPresent()) {
                    ema.get().averages().get(i).copyFrom(tensor(checkpoint.tensor(file, "average." + name)));
                }
            }
        });
        List<float[]> moments = new ArrayList<>();
        for (int i = 0; i < group.optimiser().moments() * trained.size(); i++) {
            moments.add(checkpoint.tensor(file, momentName(i)).toFloats());
        }
        optimiser.restore(updates, moments);
    }

    private String momentName(int index) {
        int count = trained.size();
        return "moment" + (1 + index / count) + "."
                + group.trained().get(index % count).name();
    }

    private static Tensor tensor(StoredTensor stored) {
        return Tensor.of(stored.toFloats(), stored.shape());
    }
}
