package io.grainflow.noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.flow.LuRotation;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noiseflow.layer.NoiseFlowScale;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Initial values of Noise Flow. Couplings start as identities and convolutions as random rotations, as released. The signal-dependent layer
 * starts at the camera noise level functions of the data, so that training starts at their likelihood (the published weights were also
 * initialised with fitted values).
 */
public final class NoiseFlowInitialisation {
    private static final double KERNEL_DEVIATION = 0.05;
    private static final double FULL_WIDTH = 512;
    private static final float RESCALE = 1e-4f;
    private static final double BETA1 = -5;
    /** The camera parameters start at 1 and are used as exponents. */
    private static final double CAMERA_WEIGHT = Math.E;

    private static final double LEAST = 1e-9;

    private NoiseFlowInitialisation() {}

    /**
     * Initial values.
     *
     * @param levels noise level functions of the captures, white = 1
     */
    public static Weights of(NoiseFlowSpec spec, SortedMap<Capture, NoiseLevel> levels, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        // couplings need inputs of about unit variance, so the first scaling layer is initialised with the size of the
        // noise
        boolean signal = spec.slots().stream().anyMatch(slot -> slot.name().endsWith(".beta2"));
        for (ParameterSlot slot : spec.slots()) {
            String name = slot.name();
            if (name.endsWith(".conv.lu")) {
                LuRotation.random((int) slot.extents()[0], seed.child(name))
                        .store(name.substring(0, name.length() - ".lu".length()), tensors);
            } else if (!tensors.containsKey(name) && !name.contains(".conv.")) {
                tensors.put(
                        name,
                        StoredTensor.ofFloats(values(spec, slot, levels, signal, seed.child(name)), slot.extents()));
            }
        }
        return Weights.of(tensors);
    }

    private static float[] values(
            NoiseFlowSpec spec, ParameterSlot slot, SortedMap<Capture, NoiseLevel> levels, boolean signal, Seed seed) {
        float[] values = new float[slot.count()];
        String name = slot.name();
        Optional<NoiseFlowScale.Kind> kind = kind(spec, name);
        if (kind.isPresent()) {
            Arrays.fill(values, (float) kind.get().start(name.substring(name.lastIndexOf('.') + 1)));
        } else if (name.endsWith(".gain")) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) gain(spec.isos().get(i), levels);
            }
        } else if (name.endsWith(".scale")) {
            Arrays.fill(values, signal ? 1 : (float) Math.sqrt(mean(levels, false)));
        } else if (name.endsWith(".beta2")) {
            Arrays.fill(values, (float) (Math.log(mean(levels, false)) / CAMERA_WEIGHT));
        } else if (name.endsWith(".beta1")) {
            Arrays.fill(values, (float) BETA1);
        } else if (name.endsWith(".camera")
                || name.endsWith(".variance")
                || name.endsWith(".norm1.weight")
                || name.endsWith(".norm2.weight")) {
            Arrays.fill(values, 1);
        } else if (name.endsWith(".rescale")) {
            Arrays.fill(values, RESCALE);
        } else if (name.endsWith("conv1.weight") || name.endsWith("conv2.weight")) {
            RandomField field = new RandomField(seed);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (KERNEL_DEVIATION * spec.width() / FULL_WIDTH * field.normal(i));
            }
        }
        return values;
    }

    /** The released scaling layer that a parameter belongs to; its initial value is the released one. */
    private static Optional<NoiseFlowScale.Kind> kind(NoiseFlowSpec spec, String name) {
        String[] parts = name.split("\\.", -1);
        String word = spec.words().get(Integer.parseInt(parts[1])).name();
        return Arrays.stream(NoiseFlowScale.Kind.values())
                .filter(kind -> parts.length == 3 && kind.name().equals(word))
                .findFirst();
    }

    /** Chosen such that b1 / gain is the mean slope of the noise level functions at this ISO. */
    private static double gain(int iso, SortedMap<Capture, NoiseLevel> levels) {
        SortedMap<Capture, NoiseLevel> own = new TreeMap<>(levels);
        own.keySet().removeIf(capture -> capture.iso() != iso);
        double slope = mean(own.isEmpty() ? levels : own, true);
        double b1 = Math.exp(BETA1 * CAMERA_WEIGHT);
        return Math.log(b1 / (slope * iso)) / CAMERA_WEIGHT;
    }

    private static double mean(SortedMap<Capture, NoiseLevel> levels, boolean slope) {
        double sum = 0;
        int count = 0;
        for (NoiseLevel level : levels.values()) {
            for (int c = 0; c < level.channels(); c++) {
                sum += Math.log(Math.max(LEAST, slope ? level.b1(c) : level.b2(c)));
                count++;
            }
        }
        return Math.exp(sum / Math.max(1, count));
    }
}
