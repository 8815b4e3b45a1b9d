package io.grainflow.noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.StateDictionary;
import java.util.Map;
import java.util.TreeMap;

/**
 * Modules of the released PyTorch flows, Noise Flow and its successors.
 *
 * @param dictionary from which their tensors are taken
 */
public record FlowModules(StateDictionary dictionary) {
    /** Whether there is a module of this index. */
    public boolean hasModule(int index) {
        return dictionary.names().stream().anyMatch(name -> name.startsWith("model." + index + "."));
    }

    /** Channels inside a module's coupling network. */
    public int width(String module) {
        String bias = module + "._shift_and_log_scale.conv2d_1.bias";
        return dictionary.has(bias) ? Math.toIntExact(dictionary.shape(bias)[0]) : 1;
    }

    /** An invertible convolution from two full matrices, of which one triangle each is used. */
    public Map<String, StoredTensor> convolution(String from, String to, int channels) {
        double[] lower = dictionary.shaped(from + ".l", channels, channels).toDoubles();
        double[] lu = dictionary.shaped(from + ".u", channels, channels).toDoubles();
        double[] matrix = dictionary.shaped(from + ".p", channels, channels).toDoubles();
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
        own.put(to + ".log_s", dictionary.shaped(from + ".log_s", channels));
        own.put(to + ".sign", dictionary.shaped(from + ".sign_s", channels));
        return own;
    }

    /** A coupling's network. */
    public Map<String, StoredTensor> edgeNetwork(String from, String to) {
        Map<String, StoredTensor> own = new TreeMap<>();
        own.put(to + ".rescale", dictionary.shaped(from + ".scale", 1));
        StoredTensor logs = dictionary.take(from + ".logs");
        own.put(to + ".logs", StoredTensor.ofDoubles(logs.toDoubles(), logs.toDoubles().length));
        for (int i = 1; i <= 3; i++) {
            own.put(to + ".conv" + i + ".weight", dictionary.take(from + ".conv2d_" + i + ".weight"));
            own.put(to + ".conv" + i + ".bias", dictionary.take(from + ".conv2d_" + i + ".bias"));
        }
        for (int i = 1; i <= 2; i++) {
            String norm = from + ".net." + (i == 1 ? 1 : 4);
            own.put(to + ".norm" + i + ".weight", dictionary.take(norm + ".weight"));
            own.put(to + ".norm" + i + ".bias", dictionary.take(norm + ".bias"));
            own.put(to + ".norm" + i + ".mean", dictionary.take(norm + ".running_mean"));
            own.put(to + ".norm" + i + ".variance", dictionary.take(norm + ".running_var"));
        }
        return own;
    }
}
