package io.grainflow.train;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelJson;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a training needs to go on: what it is, how far it got, and its numbers.
 *
 * @param identity what decides the result, by name; another training has another one
 * @param progress how far it got
 * @param tensors weights, averages, moments and history
 */
public record Checkpoint(SortedMap<String, String> identity, Progress progress, Weights tensors) {
    private static final int FORMAT = 1;
    private static final String KEY = "grainflow.checkpoint";
    private static final String IDENTITY = "identity.";

    /**
     * How far a training got.
     *
     * @param step updates done
     * @param steps updates in all
     * @param poolImages images that patches are taken from at a time
     * @param finished whether the model was made
     */
    record Progress(long step, long steps, int poolImages, boolean finished) {}

    /** Where the checkpoint of a model lies. */
    public static Path beside(Path out) {
        return out.resolveSibling(out.getFileName() + ".checkpoint");
    }

    void write(Path file) {
        Map<String, String> metadata = new TreeMap<>();
        identity.forEach((name, value) -> metadata.put(IDENTITY + name, value));
        metadata.put(KEY, Integer.toString(FORMAT));
        metadata.put("progress", ModelJson.write(progress));
        Safetensors.write(file, new Safetensors.Contents(metadata, tensors.tensors()));
    }

    /**
     * Reads a checkpoint.
     *
     * @throws InputException if the file is no checkpoint, or one of another format
     */
    public static Checkpoint read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        if (!Integer.toString(FORMAT).equals(contents.metadata().get(KEY))) {
            throw new InputException(
                    file.toString(), "is no checkpoint of this version", "remove it, or start anew with --overwrite");
        }
        SortedMap<String, String> identity = new TreeMap<>();
        contents.metadata().forEach((name, value) -> {
            if (name.startsWith(IDENTITY)) {
                identity.put(name.substring(IDENTITY.length()), value);
            }
        });
        String progress = contents.metadata().getOrDefault("progress", "");
        return new Checkpoint(
                identity, ModelJson.read(file.toString(), progress, Progress.class), new Weights(contents.tensors()));
    }

    /** @throws InputException that lists how this training differs from the wanted one */
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
                    "resume with the same settings, or start anew with --overwrite");
        }
    }

    /** A tensor by name. */
    public StoredTensor tensor(Path file, String name) {
        StoredTensor tensor = tensors.tensors().get(name);
        if (tensor == null) {
            throw new InputException(file.toString(), "lacks " + name, "start anew with --overwrite");
        }
        return tensor;
    }
}
