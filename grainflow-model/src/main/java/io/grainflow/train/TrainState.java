package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Adam;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Ema;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of a training: parameters, their moving averages, and Adam's moments. Running statistics are averaged with
 * the same weights as the parameters they belong to.
 */
final class TrainState {
    private static final AdamSettings ADAM = AdamSettings.defaults();

    private final Parameters parameters;
    private final List<ParameterSlot> slots;
    private final List<ParameterSlot> trained;
    private final Adam adam;
    private final Ema ema;

    TrainState(List<ParameterSlot> slots, Weights start, TrainPlan plan, Device device) {
        this.slots = List.copyOf(slots);
        parameters = Parameters.trainable(slots, start, device, DType.FLOAT32);
        trained = slots.stream().filter(slot -> slot.role().trained()).toList();
        adam = Adam.of(
                new AdamSettings(plan.beta1(), plan.beta2(), ADAM.epsilon(), plan.weightDecay()),
                parameters.trained(),
                trained.stream().map(ParameterSlot::pace).toList());
        ema = Ema.of(plan.emaDecay(), parameters.all());
    }

    Parameters parameters() {
        return parameters;
    }

    /** Takes the gradients of a loss that was already differentiated, together at most of the norm {@code clip} if that is above 0. */
    void update(double learningRate, double clip) {
        long step = adam.steps();
        if (clip > 0) {
            Gradients.clip(parameters.trained(), clip);
        }
        adam.step(learningRate);
        ema.update(step);
    }

    /** The averaged weights. */
    Weights averaged() {
        return Parameters.heapOf(slots, ema.averages());
    }

    /** All numbers by name, for a checkpoint. */
    Map<String, StoredTensor> stored() {
        Map<String, StoredTensor> stored = new TreeMap<>();
        parameters.toHeap().tensors().forEach((name, tensor) -> stored.put("parameter." + name, tensor));
        averaged().tensors().forEach((name, tensor) -> stored.put("average." + name, tensor));
        List<float[]> moments = adam.state();
        for (int i = 0; i < moments.size(); i++) {
            stored.put(momentName(i), StoredTensor.ofFloats(moments.get(i), moments.get(i).length));
        }
        return stored;
    }

    /** Continues from stored numbers. */
    void restore(Path file, Checkpoint checkpoint) {
        Scope.run(() -> {
            for (int i = 0; i < slots.size(); i++) {
                String name = slots.get(i).name();
                parameters.all().get(i).copyFrom(tensor(checkpoint.tensor(file, "parameter." + name)));
                ema.averages().get(i).copyFrom(tensor(checkpoint.tensor(file, "average." + name)));
            }
        });
        List<float[]> moments = new ArrayList<>();
        for (int i = 0; i < 2 * trained.size(); i++) {
            moments.add(checkpoint.tensor(file, momentName(i)).toFloats());
        }
        adam.restore(checkpoint.progress().step(), moments);
    }

    private String momentName(int index) {
        int count = trained.size();
        return (index < count ? "moment1." : "moment2.")
                + trained.get(index % count).name();
    }

    private static Tensor tensor(StoredTensor stored) {
        return Tensor.of(stored.toFloats(), stored.shape());
    }
}
