package io.grainflow.train;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelJson;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state from which a training resumes: its identity, its progress and its tensors: {@code parameter.NAME} (running statistics, too),
 * {@code average.NAME}, {@code moment1.NAME}, {@code moment2.NAME}, {@code history.loss} and {@code history.validation}. Names of
 * parameters are unique over all groups.
 *
 * @param identity settings that decide the result, by name; it differs for every other training
 * @param progress number of steps done, and settings that were fixed at the start
 * @param updates of each group of parameters; empty in files of 0.1.0, whose one group is updated in every step
 * @param columns names of the history's columns; absent in files of 0.1.0, for which they are those of the system
 * @param tensors weights, averages, moments and history
 */
public record Checkpoint(
        SortedMap<String, String> identity,
        Progress progress,
        SortedMap<String, Long> updates,
        Optional<History.Columns> columns,
        Weights tensors) {
    private static final int FORMAT = 1;
    private static final String KEY = "grainflow.checkpoint";
    private static final String IDENTITY = "identity.";
    private static final String PROGRESS = "progress";
    private static final String UPDATES = "updates";
    private static final String COLUMNS = "columns";

    /**
     * Progress of a training.
     *
     * @param step steps done
     * @param steps number of steps
     * @param poolImages number of images that patches are taken from at a time
     * @param finished whether the final model was written
     */
    record Progress(long step, long steps, int poolImages, boolean finished) {}

    /** Number of updates of a group, as it is written in the file. */
    private record Updates(String group, long count) {}

    public Checkpoint {
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
        updates = Collections.unmodifiableSortedMap(new TreeMap<>(updates));
    }

    /** Path of the checkpoint of a model. */
    public static Path beside(Path out) {
        return out.resolveSibling(out.getFileName() + ".checkpoint");
    }

    void write(Path file) {
        Map<String, String> metadata = new TreeMap<>();
        identity.forEach((name, value) -> metadata.put(IDENTITY + name, value));
        metadata.put(KEY, Integer.toString(FORMAT));
        metadata.put(PROGRESS, ModelJson.write(progress));
        Updates[] counts = updates.entrySet().stream()
                .map(group -> new Updates(group.getKey(), group.getValue()))
                .toArray(Updates[]::new);
        metadata.put(UPDATES, ModelJson.write(counts));
        columns.ifPresent(names -> metadata.put(COLUMNS, ModelJson.write(names)));
        Safetensors.write(file, new Safetensors.Contents(metadata, tensors.tensors()));
    }

    /**
     * Reads a checkpoint.
     *
     * @throws InputException if the file is no checkpoint, or one of another format
     */
    public static Checkpoint read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = contents.metadata();
        String where = file.toString();
        if (!Integer.toString(FORMAT).equals(metadata.get(KEY))) {
            throw new InputException(
                    where, "is no checkpoint of this version", "remove it, or start anew with `start=replace`");
        }
        SortedMap<String, String> identity = new TreeMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(IDENTITY)) {
                identity.put(name.substring(IDENTITY.length()), value);
            }
        });
        SortedMap<String, Long> updates = new TreeMap<>();
        Arrays.stream(ModelJson.read(where, metadata.getOrDefault(UPDATES, "[]"), Updates[].class))
                .forEach(group -> updates.put(group.group(), group.count()));
        return new Checkpoint(
                identity,
                ModelJson.read(where, metadata.getOrDefault(PROGRESS, ""), Progress.class),
                updates,
                Optional.ofNullable(metadata.get(COLUMNS))
                        .map(names -> ModelJson.read(where, names, History.Columns.class)),
                new Weights(contents.tensors()));
    }

    /** @throws InputException that lists the differences between the stored and the requested training */
    void requireSame(Path file, SortedMap<String, String> wanted) {
        TreeMap<String, String> names = new TreeMap<>(identity);
        names.putAll(wanted);
        List<String> differences = names.keySet().stream()
                .filter(name -> !identity.getOrDefault(name, "").equals(wanted.getOrDefault(name, "")))
                .map(name -> name + " was " + identity.getOrDefault(name, "absent") + ", is "
                        + wanted.getOrDefault(name, "absent"))
                .toList();
        if (!differences.isEmpty()) {
            throw new InputException(
                    file.toString(),
                    "is of another training (" + String.join("; ", differences) + ")",
                    "resume with the same settings, or start anew with `start=replace`");
        }
    }

    /** A tensor by name. */
    public StoredTensor tensor(Path file, String name) {
        StoredTensor tensor = tensors.tensors().get(name);
        if (tensor == null) {
            throw new InputException(file.toString(), "lacks " + name, "start anew with `start=replace`");
        }
        return tensor;
    }

    /**
     * The history up to this checkpoint.
     *
     * @param expected the columns that this build records
     * @throws InputException if other columns were recorded
     */
    History history(Path file, History.Columns expected) {
        if (!columns.orElse(expected).equals(expected)) {
            throw new InputException(
                    file.toString(),
                    "records " + columns.orElseThrow() + ", this build " + expected,
                    "start anew with `start=replace`");
        }
        return History.restored(
                file.toString(), expected, tensor(file, "history.loss"), tensor(file, "history.validation"));
    }
}
