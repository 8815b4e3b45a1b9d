package io.grainflow.model;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Tensors that are given by a formula instead of a file, for reference results of full-sized networks. The numbers of a tensor are those
 * of {@link SplittableRandom}, seeded by the FNV-1a hash of its label.
 */
public final class FormulaTensors {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private FormulaTensors() {}

    /** Numbers in [low, high), in row-major order. */
    public static StoredTensor of(String label, double low, double high, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, Math.toIntExact(extent));
        }
        SplittableRandom random = new SplittableRandom(hash(label));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return StoredTensor.ofFloats(values, shape);
    }

    private static long hash(String label) {
        long hash = OFFSET;
        for (byte one : label.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * PRIME;
        }
        return hash;
    }

    /**
     * Values of every parameter, with ranges by role: kernels in +-sqrt(6 / fan-in), biases in +-0.2, scales in [0.5,1.5] with shifts in
     * +-0.3, running means in +-0.5 and variances in [0.5,1.5], slopes in [0.1,0.4].
     *
     * @param prefix of the labels, which is followed by the parameter's published name
     * @param published names by our names; a name that is missing is the same
     * @param factor on both ends of a parameter's range, by its published name
     */
    public static Weights of(
            String prefix, List<ParameterSlot> slots, Map<String, String> published, ToDoubleFunction<String> factor) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            String name = published.getOrDefault(slot.name(), slot.name());
            double[] range = range(slot, slots);
            double scale = factor.applyAsDouble(name);
            tensors.put(slot.name(), of(prefix + name, scale * range[0], scale * range[1], slot.extents()));
        }
        return Weights.of(tensors);
    }

    private static double[] range(ParameterSlot slot, List<ParameterSlot> slots) {
        return switch (slot.role()) {
            case KERNEL -> {
                // the first extent of a transposed convolution, whose kernel is 2x2, is its number of inputs
                boolean transposed = slot.shape().size() == 4
                        && slot.shape().get(2) == 2
                        && slot.shape().get(3) == 2;
                long first = slot.shape().get(0);
                double bound = Math.sqrt(6.0 / (transposed ? first : slot.count() / (double) first));
                yield new double[] {-bound, bound};
            }
            case SCALE, RUNNING_VARIANCE -> new double[] {0.5, 1.5};
            case SHIFT -> ofNorm(slot, slots) ? new double[] {-0.3, 0.3} : new double[] {-0.2, 0.2};
            case RUNNING_MEAN -> new double[] {-0.5, 0.5};
            case SLOPE -> new double[] {0.1, 0.4};
            case FREE, FIXED -> throw new IllegalArgumentException("no formula for " + slot);
        };
    }

    /** Whether the parameter of the same module that multiplies is a scale. */
    private static boolean ofNorm(ParameterSlot bias, List<ParameterSlot> slots) {
        String weight = bias.name().replaceAll("bias$", "weight");
        return slots.stream()
                .anyMatch(slot -> slot.name().equals(weight) && slot.role() == ParameterSlot.Role.SCALE);
    }
}
