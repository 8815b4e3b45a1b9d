package io.grainflow.neca;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Initial values as published: kernels are normal with deviation 0.02, scales normal around 1 with the same deviation, biases zero. In
 * networks narrower than published, kernels that read features have a larger deviation, so that signals keep their size: with 0.02 they
 * would vanish within a few layers.
 */
final class NecaInitialisation {
    private static final double DEVIATION = 0.02;
    private static final double HIDDEN_WIDTH = 96;
    private static final double FULL_WIDTH = 64;

    private NecaInitialisation() {}

    /** Values of every parameter of the generators. */
    static Weights of(List<ParameterSlot> slots, NecaSpec spec, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            String name = slot.name();
            double share;
            if (name.contains(NecaNetworks.CORRELATION)) {
                share = FULL_WIDTH / spec.correlationWidth();
            } else {
                int width = name.contains(NecaNetworks.LEVEL) ? spec.levelWidth() : spec.gainWidth();
                share = HIDDEN_WIDTH / width;
            }
            put(slot, readsFeatures(slot, spec.channels()) ? share : 1, seed, tensors);
        }
        return Weights.of(tensors);
    }

    /**
     * Values of the parameters of a critic or denoiser.
     *
     * @param width of its features at full size; published 64
     */
    static Weights of(List<ParameterSlot> slots, int channels, int width, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        slots.forEach(slot -> put(slot, readsFeatures(slot, channels) ? FULL_WIDTH / width : 1, seed, tensors));
        return Weights.of(tensors);
    }

    /** Whether the number of a kernel's inputs depends on the network's width; the last layer of a critic reads 100 numbers. */
    private static boolean readsFeatures(ParameterSlot slot, int channels) {
        return slot.role() == ParameterSlot.Role.KERNEL
                && slot.shape().get(1) != channels
                && !slot.name().endsWith("classifier.2.weight");
    }

    /** @param share published number of features by that of this network */
    private static void put(ParameterSlot slot, double share, Seed seed, Map<String, StoredTensor> tensors) {
        float[] values = new float[slot.count()];
        RandomField field = new RandomField(seed.child(slot.name()));
        switch (slot.role()) {
            case KERNEL -> fill(values, 0, DEVIATION * Math.sqrt(Math.max(1, share)), field);
            case SCALE -> fill(values, 1, DEVIATION, field);
            case RUNNING_VARIANCE -> Arrays.fill(values, 1);
            default -> Arrays.fill(values, 0);
        }
        tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
    }

    private static void fill(float[] values, double mean, double deviation, RandomField field) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * field.normal(i));
        }
    }
}
