package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Parameters of a network as tensors on a device. They live as long as this object is reachable, or its scope. */
public final class Parameters implements TensorBundle {
    private final List<ParameterSlot> slots;
    private final Map<String, Tensor> tensors;

    private Parameters(List<ParameterSlot> slots, Map<String, Tensor> tensors) {
        this.slots = List.copyOf(slots);
        this.tensors = tensors;
    }

    /** For inference: nothing is trained. */
    public static Parameters frozen(Network network, Weights weights, Device device) {
        return load(network, weights, device, false);
    }

    /** For training: {@link #trained} have gradients. */
    public static Parameters trainable(Network network, Weights weights, Device device) {
        return load(network, weights, device, true);
    }

    private static Parameters load(Network network, Weights weights, Device device, boolean gradients) {
        List<String> problems = weights.problems(network.parameterShapes());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Parameters expects the network's tensors, got " + String.join(", ", problems));
        }
        return Scope.keep(() -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSlot slot : network.parameters()) {
                Tensor tensor = Tensor.of(weights.get(slot.name()).toFloats(), slot.extents())
                        .to(device)
                        .copy();
                tensors.put(slot.name(), gradients && slot.role().trained() ? tensor.requiresGrad() : tensor);
            }
            return new Parameters(network.parameters(), tensors);
        });
    }

    /** The tensor of a name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("Parameters expects one of " + tensors.keySet() + ", got " + name);
        }
        return tensor;
    }

    /** What an optimiser changes, in the network's order. */
    public List<Tensor> trained() {
        return slots.stream()
                .filter(slot -> slot.role().trained())
                .map(slot -> get(slot.name()))
                .toList();
    }

    /** All tensors in the network's order. */
    public List<Tensor> all() {
        return slots.stream().map(slot -> get(slot.name())).toList();
    }

    /** A copy on the heap. */
    public Weights toHeap() {
        return heapOf(slots, all());
    }

    /** Values of tensors in the order of the slots, on the heap. */
    public static Weights heapOf(List<ParameterSlot> slots, List<Tensor> tensors) {
        Map<String, StoredTensor> heap = new TreeMap<>();
        for (int i = 0; i < slots.size(); i++) {
            heap.put(
                    slots.get(i).name(),
                    StoredTensor.ofFloats(
                            tensors.get(i).toFloats(), slots.get(i).extents()));
        }
        return Weights.of(heap);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        tensors.values().forEach(action);
    }
}
