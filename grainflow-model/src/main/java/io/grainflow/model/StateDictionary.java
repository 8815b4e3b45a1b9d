package io.grainflow.model;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state dictionary of published PyTorch code. Importers take tensors out of it; tensors that are left over are an error. */
public final class StateDictionary {
    private final Path file;
    private final String kind;
    private final TreeMap<String, StoredTensor> left;

    /** @param kind kind of model that the file should hold, for messages */
    public StateDictionary(Path file, String kind, SortedMap<String, StoredTensor> tensors) {
        this.file = file;
        this.kind = kind;
        this.left = new TreeMap<>(tensors);
        // number of batches seen (num_batches_tracked), which is not used
        left.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    }

    /** The dictionary in a safetensors file. */
    public static StateDictionary read(Path file, String kind) {
        return new StateDictionary(file, kind, Safetensors.read(file).tensors());
    }

    public boolean has(String name) {
        return left.containsKey(name);
    }

    /** Names that are left, sorted. */
    public SortedSet<String> names() {
        return new TreeSet<>(left.keySet());
    }

    /** Removes the first of these prefixes that every name has; wrappers of modules and checkpoints add them. */
    public StateDictionary without(String... prefixes) {
        for (String prefix : prefixes) {
            if (!left.isEmpty() && left.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                TreeMap<String, StoredTensor> renamed = new TreeMap<>();
                left.forEach((name, tensor) -> renamed.put(name.substring(prefix.length()), tensor));
                return new StateDictionary(file, kind, renamed);
            }
        }
        return this;
    }

    /**
     * Extents of a tensor.
     *
     * @throws InputException if there is none of this name
     */
    public long[] shape(String name) {
        StoredTensor tensor = left.get(name);
        if (tensor == null) {
            throw wrong("lacks " + name);
        }
        return tensor.shape();
    }

    /**
     * Takes a tensor and gives it a shape of as many values.
     *
     * @throws InputException if there is none of this name, or it has another number of values
     */
    public StoredTensor shaped(String name, long... shape) {
        double[] values = take(name).toDoubles();
        long count = 1;
        for (long extent : shape) {
            count *= extent;
        }
        if (values.length != count) {
            throw wrong(name + " has " + values.length + " values instead of " + count);
        }
        return StoredTensor.ofDoubles(values, shape);
    }

    /**
     * Takes a tensor.
     *
     * @throws InputException if there is none of this name
     */
    public StoredTensor take(String name) {
        StoredTensor tensor = left.remove(name);
        if (tensor == null) {
            throw wrong("lacks " + name);
        }
        return tensor;
    }

    /** Drops a tensor that the model does not use. */
    public void drop(String name) {
        left.remove(name);
    }

    /** Drops all tensors of a module that the model does not use. */
    public void dropModule(String prefix) {
        left.keySet().removeIf(name -> name.startsWith(prefix));
    }

    /**
     * Checks that the file held exactly the tensors that were taken.
     *
     * @throws InputException if a tensor was not taken or has the wrong shape
     */
    public void finish(Map<String, StoredTensor> own, Map<String, List<Long>> shapes) {
        List<String> problems = new ArrayList<>();
        left.keySet().forEach(name -> problems.add("unused " + name));
        problems.addAll(Weights.of(own).problems(shapes));
        if (!problems.isEmpty()) {
            throw wrong(String.join(", ", problems));
        }
    }

    /** The error that the file is no such model. */
    public InputException wrong(String problem) {
        return new InputException(file.toString(), "is no " + kind + ": " + problem, "check what the file holds");
    }
}
