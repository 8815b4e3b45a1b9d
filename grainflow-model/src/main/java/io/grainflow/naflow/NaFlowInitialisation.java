package io.grainflow.naflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.flow.DiagonalGaussians;
import io.grainflow.flow.LuRotation;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Map;
import java.util.TreeMap;

/**
 * Initial values of NAFlow, as released: random rotations in LU form, kernels of couplings normal with deviation 0.05, others uniform in
 * +-1 / sqrt(inputs * kernel^2), last convolutions zero, means 1e-6, deviations 1. ActNorms are initialised from the first batch.
 */
final class NaFlowInitialisation {
    private static final double COUPLING_DEVIATION = 0.05;
    private static final float FIRST_MEAN = 1e-6f;

    private NaFlowInitialisation() {}

    static Weights of(NaFlowSpec spec, int captures, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : spec.slots(captures)) {
            String name = slot.name();
            if (name.endsWith(".conv.lu")) {
                LuRotation rotation = LuRotation.random((int) slot.extents()[0], seed.child(name));
                String conv = name.substring(0, name.length() - ".lu".length());
                rotation.store(conv, tensors);
            } else if (!tensors.containsKey(name) && !name.contains(".conv.")) {
                tensors.put(name, StoredTensor.ofFloats(values(slot, spec, seed.child(name)), slot.extents()));
            }
        }
        return Weights.of(tensors);
    }

    private static float[] values(ParameterSlot slot, NaFlowSpec spec, Seed seed) {
        String name = slot.name();
        float[] values = new float[slot.count()];
        RandomField field = new RandomField(seed);
        double fanIn = slot.shape().size() < 2 ? 1 : values.length / (double) slot.extents()[0];
        if (name.equals(DiagonalGaussians.meanName())) {
            java.util.Arrays.fill(values, FIRST_MEAN);
        } else if (name.equals(DiagonalGaussians.deviationName(false))) {
            java.util.Arrays.fill(values, 1);
        } else if (name.endsWith(".in.weight") || name.endsWith(".mix.weight")) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (COUPLING_DEVIATION * field.normal(i));
            }
        } else if (name.endsWith(".body.weight") || (name.startsWith("condition.") && name.endsWith(".weight"))) {
            uniform(values, field, 1 / Math.sqrt(fanIn));
        } else if (name.endsWith(".body.bias")) {
            uniform(values, field, 1 / Math.sqrt(9.0 * spec.hidden()));
        } else if (name.startsWith("condition.")) {
            int inputs = name.equals("condition.0.bias") ? spec.channels() : spec.features();
            uniform(values, field, 1 / Math.sqrt(inputs));
        }
        return values;
    }

    private static void uniform(float[] values, RandomField field, double bound) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * field.uniform(i, 0) - 1));
        }
    }
}
