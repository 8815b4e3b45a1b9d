package io.grainflow.noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.flow.LuRotation;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Initial values of Flow-sRGB: as released (couplings as identities, random rotations), except that the first affine map divides by the
 * standard deviation of each camera and ISO, so that latents start with unit variance.
 */
final class FlowSrgbInitialisation {
    private static final double KERNEL_DEVIATION = 0.05;
    private static final double FULL_WIDTH = 512;
    private static final float RESCALE = 1e-4f;
    private static final float LAST_LINEAR = 1e-3f;
    private static final double MIDDLE = 0.4;
    private static final double LEAST = 1e-7;

    private FlowSrgbInitialisation() {}

    static Weights of(FlowSrgbSpec spec, SortedMap<Capture, NoiseLevel> levels, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        boolean first = true;
        for (ParameterSlot slot : spec.slots()) {
            String name = slot.name();
            if (name.endsWith(".conv.lu")) {
                LuRotation.random(spec.channels(), seed.child(name))
                        .store(name.substring(0, name.length() - ".lu".length()), tensors);
            } else if (name.endsWith(".log_scale")) {
                float[] values = first ? scales(spec, slot, levels) : new float[slot.count()];
                tensors.put(name, StoredTensor.ofFloats(values, slot.extents()));
                first = false;
            } else if (!tensors.containsKey(name) && !name.contains(".conv.")) {
                tensors.put(name, StoredTensor.ofFloats(values(spec, slot, seed.child(name)), slot.extents()));
            }
        }
        return Weights.of(tensors);
    }

    /** Minus the logarithm of the standard deviation of each capture at mid-grey; zero for combinations without data. */
    private static float[] scales(FlowSrgbSpec spec, ParameterSlot slot, SortedMap<Capture, NoiseLevel> levels) {
        float[] values = new float[slot.count()];
        levels.forEach((capture, level) -> {
            int row = spec.isos().indexOf(capture.iso()) * spec.cameras().size()
                    + spec.cameras().indexOf(capture.camera().code());
            for (int c = 0; c < spec.channels(); c++) {
                // dequantisation adds uniform noise to both images, which is part of the noise that the flow models
                double variance = level.b1(c) * MIDDLE + level.b2(c) + 2.0 / 12 / 256 / 256;
                values[row * spec.channels() + c] = (float) (-0.5 * Math.log(Math.max(LEAST, variance)));
            }
        });
        return values;
    }

    private static float[] values(FlowSrgbSpec spec, ParameterSlot slot, Seed seed) {
        float[] values = new float[slot.count()];
        String name = slot.name();
        RandomField field = new RandomField(seed);
        if (name.endsWith(".variance") || name.matches(".*\\.norm\\d\\.weight")) {
            Arrays.fill(values, 1);
        } else if (name.endsWith(".rescale")) {
            Arrays.fill(values, RESCALE);
        } else if (name.endsWith("conv1.weight") || name.endsWith("conv2.weight")) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (KERNEL_DEVIATION * spec.width() / FULL_WIDTH * field.normal(i));
            }
        } else if (name.contains(".encoder.") && !name.contains(".norm")) {
            double bound = name.contains(".linear1.") ? LAST_LINEAR : 1 / Math.sqrt(5);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * field.uniform(i, 0) - 1));
            }
        }
        return values;
    }
}
