package io.grainflow.noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state dictionary of the released PyTorch flows. Importers take tensors out of it; tensors that are left over are an error. */
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
        left.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    }

    public boolean has(String name) {
        return left.containsKey(name);
    }

    public boolean hasModule(int index) {
        String next = left.ceilingKey("model." + index + ".");
        return next != null && next.startsWith("model." + index + ".");
    }

    /** Channels inside a module's coupling network. */
    public int width(String module) {
        StoredTensor bias = left.get(module + "._shift_and_log_scale.conv2d_1.bias");
        return bias == null ? 1 : Math.toIntExact(bias.shape()[0]);
    }

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

    /** An invertible convolution from two full matrices, of which one triangle each is used. */
    public Map<String, StoredTensor> convolution(String from, String to, int channels) {
        double[] lower = shaped(from + ".l", channels, channels).toDoubles();
        double[] lu = shaped(from + ".u", channels, channels).toDoubles();
        double[] matrix = shaped(from + ".p", channels, channels).toDoubles();
        double[] columns = new double[channels];
        for (int i = 0; i < lu.length; i++) {
            int row = i / channels;
            int column = i % channels;
            lu[i] = column < row ? lower[i] : column > row ? lu[i] : 0;
            if (matrix[i] == 1) {
                columns[row] = column;
            }
        }
        Map<String, StoredTensor> own = new TreeMap<>();
        own.put(to + ".lu", StoredTensor.ofDoubles(lu, channels, channels));
        own.put(to + ".permutation", StoredTensor.ofDoubles(columns, channels));
        own.put(to + ".log_s", shaped(from + ".log_s", channels));
        own.put(to + ".sign", shaped(from + ".sign_s", channels));
        return own;
    }

    /** A coupling's network. */
    public Map<String, StoredTensor> edgeNetwork(String from, String to) {
        Map<String, StoredTensor> own = new TreeMap<>();
        own.put(to + ".rescale", shaped(from + ".scale", 1));
        StoredTensor logs = take(from + ".logs");
        own.put(to + ".logs", StoredTensor.ofDoubles(logs.toDoubles(), logs.toDoubles().length));
        for (int i = 1; i <= 3; i++) {
            own.put(to + ".conv" + i + ".weight", take(from + ".conv2d_" + i + ".weight"));
            own.put(to + ".conv" + i + ".bias", take(from + ".conv2d_" + i + ".bias"));
        }
        for (int i = 1; i <= 2; i++) {
            String norm = from + ".net." + (i == 1 ? 1 : 4);
            own.put(to + ".norm" + i + ".weight", take(norm + ".weight"));
            own.put(to + ".norm" + i + ".bias", take(norm + ".bias"));
            own.put(to + ".norm" + i + ".mean", take(norm + ".running_mean"));
            own.put(to + ".norm" + i + ".variance", take(norm + ".running_var"));
        }
        return own;
    }

    StoredTensor take(String name) {
        StoredTensor tensor = left.remove(name);
        if (tensor == null) {
            throw wrong("lacks " + name);
        }
        return tensor;
    }

    /** Drops a tensor that the model does not use. */
    void drop(String name) {
        left.remove(name);
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

    private InputException wrong(String problem) {
        return new InputException(file.toString(), "is no " + kind + ": " + problem, "check what the file holds");
    }
}
