package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Initial values as PyTorch draws them by default: kernels and the biases beside them are uniform in +-1/sqrt(fan-in). The fan-in is the
 * product of all extents of the kernel but the first, also for transposed convolutions. Scales and running variances start at one, other
 * shifts and running means at zero, slopes at 0.25.
 */
public final class UniformInitialisation {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private UniformInitialisation() {}

    /**
     * Values of every parameter, a function of its name, its shape and the seed.
     *
     * @param slots without roles whose initial values the owner chooses
     */
    public static Weights of(List<ParameterSlot> slots, Seed seed) {
        Map<String, Double> bounds = bounds(slots);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            float[] values = new float[slot.count()];
            double bound = bounds.getOrDefault(slot.name(), 0.0);
            switch (slot.role()) {
                case KERNEL, SHIFT -> fill(values, bound, seed.child(slot.name()));
                case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
                case SLOPE -> Arrays.fill(values, 0.25f);
                case RUNNING_MEAN -> Arrays.fill(values, 0);
                case FREE, FIXED ->
                    throw new IllegalArgumentException(
                            "UniformInitialisation expects " + slot.name() + " from its owner");
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return Weights.of(tensors);
    }

    /** Bounds of kernels and of the biases beside them. */
    private static Map<String, Double> bounds(List<ParameterSlot> slots) {
        Map<String, Double> bounds = new HashMap<>();
        for (ParameterSlot slot : slots) {
            if (slot.role() == ParameterSlot.Role.KERNEL) {
                double fanIn = slot.count() / (double) slot.shape().get(0);
                double bound = 1 / Math.sqrt(fanIn);
                bounds.put(slot.name(), bound);
                if (slot.name().endsWith(WEIGHT)) {
                    String module = slot.name().substring(0, slot.name().length() - WEIGHT.length());
                    bounds.put(module + BIAS, bound);
                }
            }
        }
        return bounds;
    }

    private static void fill(float[] values, double bound, Seed seed) {
        RandomField field = new RandomField(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * field.uniform(i, 0) - 1));
        }
    }
}
