package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parameters without neutral values: random numbers near zero, positive where required, and reversing permutations. */
public final class RandomWeights {
    private RandomWeights() {}

    /** Weights for every slot, scaled so that activations stay near one. */
    public static Weights of(List<ParameterSlot> slots, Seed seed) {
        return of(slots, seed, 1);
    }

    /** As {@link #of(List, Seed)}, multiplied by a factor: forward and inverse passes through many layers need small weights. */
    public static Weights of(List<ParameterSlot> slots, Seed seed, double size) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            RandomField field = new RandomField(seed.child(slot.name()));
            float[] values = new float[slot.count()];
            double spread =
                    0.7 / Math.sqrt(values.length / (double) slot.shape().get(0));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (size * (slot.shape().size() > 1 ? spread : 0.1) * field.normal(i));
                if (slot.name().endsWith(".permutation")) {
                    values[i] = (i + 1) % values.length;
                } else if (slot.name().endsWith(".sign")) {
                    values[i] = i % 2 == 0 ? 1 : -1;
                } else if (slot.role() == ParameterSlot.Role.SCALE
                        || slot.role() == ParameterSlot.Role.RUNNING_VARIANCE) {
                    values[i] = (float) (1 + 0.3 * field.uniform(i, 1));
                }
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return Weights.of(tensors);
    }
}
