package io.grainflow.c2n;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Weights;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights for channels in the order of images here. Of a generator that sees them in reverse, the inputs of the first convolution and the
 * outputs of the last are reversed: images need not be.
 */
final class StoredOrder {
    private StoredOrder() {}

    static Weights of(C2nSpec spec, Weights weights) {
        if (spec.order() == C2nSpec.Order.RGB) {
            return weights;
        }
        String tail = C2nGenerator.TAIL;
        Map<String, StoredTensor> tensors = new TreeMap<>(weights.tensors());
        tensors.compute(C2nGenerator.HEAD + ".0.weight", (name, tensor) -> reversed(weights.get(name), spec, 9));
        tensors.compute(tail + ".weight", (name, tensor) -> reversed(weights.get(name), spec, spec.width()));
        tensors.compute(tail + ".bias", (name, tensor) -> reversed(weights.get(name), spec, 1));
        return Weights.of(tensors);
    }

    /** Reverses the channels of values [...,C,inner]. */
    private static StoredTensor reversed(StoredTensor tensor, C2nSpec spec, int inner) {
        float[] values = tensor.toFloats();
        float[] reversed = new float[values.length];
        int channels = spec.channels();
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % channels;
            reversed[i + (channels - 1 - 2 * channel) * inner] = values[i];
        }
        return StoredTensor.ofFloats(reversed, tensor.shape());
    }
}
