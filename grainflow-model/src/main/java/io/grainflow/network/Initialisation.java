package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a network starts: kernels normal with variance 2 / (inputs * kernel^2) (He et al., ICCV 2015, equation 10), except
 * those whose result is not activated afterwards, which start at zero: a residual network then begins as the identity and
 * its first steps are small whatever the depth (Zhang, Dauphin, Ma, Fixup, ICLR 2019). Scales and running variances start
 * at one, shifts and running means at zero.
 */
public final class Initialisation {
    private Initialisation() {}

    /** Values of every parameter, a function of its name, its shape and the seed. */
    public static Weights of(Network network, Seed seed) {
        Set<String> silent = silentKernels(network);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : network.parameters()) {
            float[] values = new float[slot.count()];
            switch (slot.role()) {
                case KERNEL -> {
                    if (!silent.contains(slot.name())) {
                        fillNormal(values, slot, seed.child(slot.name()));
                    }
                }
                case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
                case SHIFT, RUNNING_MEAN -> Arrays.fill(values, 0);
                case FREE, FIXED ->
                    throw new IllegalArgumentException("Initialisation expects " + slot.name() + " from its owner");
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return Weights.of(tensors);
    }

    private static void fillNormal(float[] values, ParameterSlot slot, Seed seed) {
        RandomField field = new RandomField(seed);
        double deviation = Math.sqrt(2.0 * slot.shape().get(0) / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * field.normal(i));
        }
    }

    private static Set<String> silentKernels(Network network) {
        Set<String> silent = new HashSet<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer() instanceof Layer.Convolution convolution
                    && network.readersOf(i + 1).stream().allMatch(node -> node.layer() instanceof Layer.Subtract)) {
                silent.add(convolution.weightName());
            }
        }
        return silent;
    }
}
