package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Parameters of a network (or of anything that names its slots) as tensors on a device. The tensors live as long as this object is
 * reachable or its scope is open.
 */
public final class Parameters implements TensorBundle {
    private final List<ParameterSlot> slots;
    private final Map<String, Tensor> tensors;
    private final boolean frozen;

    private Parameters(List<ParameterSlot> slots, Map<String, Tensor> tensors, boolean frozen) {
        this.slots = List.copyOf(slots);
        this.tensors = tensors;
        this.frozen = frozen;
    }

    /** For inference: nothing is trained. */
    public static Parameters frozen(Network network, Weights weights, Device device) {
        return frozen(network.parameters(), weights, device, DType.FLOAT32);
    }

    /** For inference in a number format, float64 for tests. */
    public static Parameters frozen(List<ParameterSlot> slots, Weights weights, Device device, DType dtype) {
        return load(slots, weights, device, dtype, false);
    }

    /** For training: {@link #trained} have gradients. */
    public static Parameters trainable(Network network, Weights weights, Device device) {
        return trainable(network.parameters(), weights, device, DType.FLOAT32);
    }

    /** For training in a number format, float64 for tests. */
    public static Parameters trainable(List<ParameterSlot> slots, Weights weights, Device device, DType dtype) {
        return load(slots, weights, device, dtype, true);
    }

    private static Parameters load(
            List<ParameterSlot> slots, Weights weights, Device device, DType dtype, boolean gradients) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots.forEach(slot -> shapes.put(slot.name(), slot.shape()));
        List<String> problems = weights.problems(shapes);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Parameters expects the network's tensors, got " + String.join(", ", problems));
        }
        return Scope.keep(() -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSlot slot : slots) {
                Tensor tensor = Tensor.ofDoubles(weights.get(slot.name()).toDoubles(), slot.extents())
                        .to(dtype)
                        .to(device)
                        .copy();
                tensors.put(slot.name(), gradients && slot.role().trained() ? tensor.requiresGrad() : tensor);
            }
            return new Parameters(slots, tensors, !gradients);
        });
    }

    /** Whether no parameter is trained, so that derived values may be cached. */
    public boolean frozen() {
        return frozen;
    }

    /** The tensor of a name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("Parameters expects one of " + tensors.keySet() + ", got " + name);
        }
        return tensor;
    }

    /** The trained parameters, in the network's order. */
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
