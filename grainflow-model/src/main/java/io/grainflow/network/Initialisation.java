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
 * Initial values of a network: kernels are normal with variance 2 / (inputs * kernel^2) (He et al., ICCV 2015, equation 10), except kernels
 * whose result is subtracted from the image, which start at zero: a residual network then starts as the identity, and its first updates are
 * small at any depth (Zhang, Dauphin, Ma, Fixup, ICLR 2019). A kernel whose result is the output image has half the variance, because no
 * rectifier follows. Scales and running variances start at one, shifts and running means at zero.
 */
public final class Initialisation {
    private Initialisation() {}

    /** Values of every parameter, a function of its name, its shape and the seed. */
    public static Weights of(Network network, Seed seed) {
        Set<String> silent = kernelsOnlyReadBy(network, Layer.Subtract.class);
        Set<String> plain = kernelsOnlyReadBy(network, Layer.Offset.class);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : network.parameters()) {
            float[] values = new float[slot.count()];
            switch (slot.role()) {
                case KERNEL -> {
                    if (!silent.contains(slot.name())) {
                        fillNormal(values, slot, plain.contains(slot.name()) ? 1 : 2, seed.child(slot.name()));
                    }
                }
                case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
                case SLOPE -> Arrays.fill(values, 0.25f);
                case SHIFT, RUNNING_MEAN -> Arrays.fill(values, 0);
                case FREE, FIXED ->
                    throw new IllegalArgumentException("Initialisation expects " + slot.name() + " from its owner");
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return Weights.of(tensors);
    }

    private static void fillNormal(float[] values, ParameterSlot slot, double gain, Seed seed) {
        RandomField field = new RandomField(seed);
        double deviation = Math.sqrt(gain * slot.shape().get(0) / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * field.normal(i));
        }
    }

    /** Kernels of convolutions whose results are read only by the given kind of layer, or are the output. */
    private static Set<String> kernelsOnlyReadBy(Network network, Class<?>... layers) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer() instanceof Layer.Convolution convolution
                    && network.readersOf(i + 1).stream()
                            .allMatch(node -> Arrays.stream(layers).anyMatch(kind -> kind.isInstance(node.layer())))) {
                names.add(convolution.weightName());
            }
        }
        return names;
    }
}
