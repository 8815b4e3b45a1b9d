package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of parameters on the heap, by name.
 *
 * @param tensors in the order of their names
 */
public record Weights(SortedMap<String, StoredTensor> tensors) {
    public Weights {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    }

    public static Weights of(Map<String, StoredTensor> tensors) {
        return new Weights(new TreeMap<>(tensors));
    }

    /** The values of one parameter. */
    public StoredTensor get(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("Weights expects one of " + tensors.keySet() + ", got " + name);
        }
        return tensor;
    }

    /** Mismatches with the given shapes: missing, unused, misshapen and non-finite tensors, one line each; empty if there are none. */
    public List<String> problems(Map<String, List<Long>> shapes) {
        List<String> problems = new ArrayList<>();
        TreeMap<String, StoredTensor> unused = new TreeMap<>(tensors);
        shapes.forEach((name, shape) -> {
            StoredTensor tensor = unused.remove(name);
            if (tensor == null) {
                problems.add("missing " + name);
            } else if (!Arrays.stream(tensor.shape()).boxed().toList().equals(shape)) {
                problems.add(name + " has shape " + text(tensor.shape()) + " instead of "
                        + shape.toString().replace(" ", ""));
            } else if (!tensor.isFinite()) {
                problems.add(name + " has values that are not finite");
            }
        });
        unused.keySet().forEach(name -> problems.add("unused " + name));
        return List.copyOf(problems);
    }

    /** Whether all values are finite. */
    public boolean finite() {
        return tensors.values().stream().allMatch(StoredTensor::isFinite);
    }

    private static String text(long[] shape) {
        return Arrays.toString(shape).replace(" ", "");
    }
}
