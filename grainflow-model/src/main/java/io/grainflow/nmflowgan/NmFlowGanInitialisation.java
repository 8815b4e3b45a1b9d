package io.grainflow.nmflowgan;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.UniformInitialisation;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Initial values of NM-FlowGAN. As released: PyTorch's defaults, small second linear layers in the meta encoders, tables of zeros. A measured
 * start replaces some of them: the first table divides by the standard deviation of each camera and ISO, so that latents start with unit
 * variance; the other layers of the flow start as identities; the generator adds nothing. Kernels of generator and critic are drawn by He's rule, because
 * PyTorch's defaults halve a signal in every layer, so that little of the noise would reach the end.
 */
final class NmFlowGanInitialisation {
    private static final double SMALL = 1e-3;
    private static final double MIDDLE = 0.4;
    private static final double LEAST = 1e-7;
    /** Variance of the two uniform numbers that dequantise clean and noisy image, which is part of the noise that the flow models. */
    private static final double DEQUANTISATION = 2.0 / 12 / GreyLevels.LEVELS / GreyLevels.LEVELS;

    private NmFlowGanInitialisation() {}

    /** The published start. */
    static Weights published(List<ParameterSlot> slots, Seed seed) {
        Map<String, StoredTensor> tensors =
                new TreeMap<>(UniformInitialisation.of(slots, seed).tensors());
        for (ParameterSlot slot : slots) {
            if (slot.name().matches(".*\\.meta_encoder\\.blocks\\.\\d+\\.linear_layers\\.1\\.(weight|bias)")) {
                RandomField field = new RandomField(seed.child(slot.name()));
                float[] values = new float[slot.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (SMALL * (2 * field.uniform(i, 0) - 1));
                }
                tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
            }
        }
        return Weights.of(tensors);
    }

    /** The measured start. */
    static Weights measured(
            NmFlowGanSpec spec, Network critic, Weights published, SortedMap<Capture, NoiseLevel> levels, Seed seed) {
        Map<String, StoredTensor> tensors = new TreeMap<>(published.tensors());
        tensors.putAll(Initialisation.of(CorrelationNetwork.of(spec), seed).tensors());
        tensors.putAll(Initialisation.of(critic, seed).tensors());
        List<NmFlowGanSpec.Word> words = spec.words();
        for (int i = 0; i < words.size(); i++) {
            String name = NmFlowGanSpec.name(i);
            switch (words.get(i)) {
                case SAL -> silence(StructureAffine.last(name), tensors);
                case SDL -> silence(SignalAffine.last(name), tensors);
                case CL2 -> {
                    if (words.indexOf(NmFlowGanSpec.Word.CL2) == i) {
                        String scale = CaptureAffine.logScaleName(name);
                        tensors.put(scale, scales(spec, published.get(scale), levels));
                    }
                }
            }
        }
        silence(CorrelationNetwork.LAST, tensors);
        return Weights.of(tensors);
    }

    /** Sets a convolution to zero. */
    private static void silence(String convolution, Map<String, StoredTensor> tensors) {
        for (String part : List.of(".weight", ".bias")) {
            tensors.computeIfPresent(
                    convolution + part,
                    (name, tensor) -> StoredTensor.ofFloats(new float[tensor.toFloats().length], tensor.shape()));
        }
    }

    /** Minus the logarithm of the standard deviation of each capture at mid-grey; the mean of all for combinations without data. */
    private static StoredTensor scales(NmFlowGanSpec spec, StoredTensor table, SortedMap<Capture, NoiseLevel> levels) {
        int channels = spec.channels();
        double[] mean = new double[channels];
        float[] values = new float[table.toFloats().length];
        levels.forEach((capture, level) -> {
            for (int c = 0; c < channels; c++) {
                mean[c] += log(level, c) / levels.size();
            }
        });
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) mean[i % channels];
        }
        levels.forEach((capture, level) -> {
            int row = spec.isoIndex(capture) * spec.cameras().size() + spec.cameraIndex(capture);
            for (int c = 0; c < channels; c++) {
                values[row * channels + c] = (float) log(level, c);
            }
        });
        return StoredTensor.ofFloats(values, table.shape());
    }

    private static double log(NoiseLevel level, int channel) {
        double variance = level.b1(channel) * MIDDLE + level.b2(channel) + DEQUANTISATION;
        return -0.5 * Math.log(Math.max(LEAST, variance));
    }
}
