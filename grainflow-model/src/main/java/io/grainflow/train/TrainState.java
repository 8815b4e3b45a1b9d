package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of a training: the states of all groups of parameters. */
final class TrainState {
    private final Parameters parameters;
    private final Map<String, GroupState> groups = new LinkedHashMap<>();

    /**
     * A fresh state with the given initial values.
     *
     * @throws IllegalArgumentException if two groups have the same name, or the initial values lack a parameter
     */
    TrainState(List<ParameterGroup> groups, Weights start, Device device) {
        List<ParameterSlot> slots =
                groups.stream().flatMap(group -> group.slots().stream()).toList();
        requireDistinct("groups", groups.stream().map(ParameterGroup::name).toList());
        requireDistinct("parameters", slots.stream().map(ParameterSlot::name).toList());
        parameters = Parameters.trainable(slots, start, device, DType.FLOAT32);
        groups.forEach(group -> this.groups.put(group.name(), new GroupState(group, parameters)));
    }

    private static void requireDistinct(String what, List<String> names) {
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a training expects " + what + " of different names, got " + names);
        }
    }

    /** The parameters of all groups. */
    Parameters parameters() {
        return parameters;
    }

    /** @throws IllegalArgumentException if there is no such group */
    GroupState group(String name) {
        GroupState group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException(
                    "a training expects one of the groups " + groups.keySet() + ", got " + name);
        }
        return group;
    }

    /** The averaged weights of all groups. */
    Weights averaged() {
        Map<String, StoredTensor> averaged = new TreeMap<>();
        groups.values().forEach(group -> averaged.putAll(group.averaged().tensors()));
        return Weights.of(averaged);
    }

    /** All numbers by name, for a checkpoint. */
    Map<String, StoredTensor> stored() {
        Map<String, StoredTensor> stored = new TreeMap<>();
        groups.values().forEach(group -> group.store(stored));
        return stored;
    }

    /** Number of updates of each group. */
    SortedMap<String, Long> updates() {
        SortedMap<String, Long> updates = new TreeMap<>();
        groups.forEach((name, group) -> updates.put(name, group.updates()));
        return updates;
    }

    /**
     * Restores the state from stored tensors.
     *
     * @throws InputException if the checkpoint lacks one
     */
    void restore(Path file, Checkpoint checkpoint) {
        groups.forEach((name, group) -> group.restore(file, checkpoint, updates(file, checkpoint, name)));
    }

    /** Checkpoints of 0.1.0 do not store numbers of updates: their only group is updated in every step. */
    private long updates(Path file, Checkpoint checkpoint, String group) {
        Long updates = checkpoint.updates().get(group);
        if (updates != null) {
            return updates;
        }
        if (groups.size() == 1 && checkpoint.updates().isEmpty()) {
            return checkpoint.progress().step();
        }
        throw new InputException(
                file.toString(), "lacks the number of updates of " + group, "start anew with `start=replace`");
    }
}
