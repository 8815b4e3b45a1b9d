package io.grainflow.parametric;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.file.StoredTensor;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.model.NoiseSpec;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Camera noise level function per channel and capture: variance = b1 * x + b2. Tensor {@code noise_level}
 * [captures,channels,2] (b1, b2), float64, in the image's own unit (white = 1).
 *
 * @param channels of the images
 */
@JsonTypeName("heteroscedastic")
public record HeteroscedasticSpec(int channels) implements NoiseSpec {
    private static final String LEVEL = "noise_level";

    public HeteroscedasticSpec {
        if (channels < 1) {
            throw new IllegalArgumentException("heteroscedastic expects at least one channel, got " + channels);
        }
    }

    /** A model file of fitted noise level functions, all with the same number of channels. */
    public static ModelFile<HeteroscedasticSpec> file(
            Map<Capture, NoiseLevel> levels, Units units, Provenance provenance) {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("heteroscedastic expects at least one capture, got none");
        }
        TreeMap<Capture, NoiseLevel> sorted = new TreeMap<>(levels);
        int channels = sorted.firstEntry().getValue().channels();
        double[] values = new double[sorted.size() * channels * 2];
        int at = 0;
        for (NoiseLevel level : sorted.values()) {
            if (level.channels() != channels) {
                throw new IllegalArgumentException(
                        "heteroscedastic expects levels of " + channels + " channels, got " + level.channels());
            }
            for (int c = 0; c < channels; c++) {
                values[at++] = level.b1(c);
                values[at++] = level.b2(c);
            }
        }
        StoredTensor tensor = StoredTensor.ofDoubles(values, sorted.size(), channels, 2);
        return new ModelFile<>(
                new HeteroscedasticSpec(channels),
                List.copyOf(sorted.keySet()),
                units,
                provenance,
                Weights.of(Map.of(LEVEL, tensor)));
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        return Map.of(LEVEL, List.of((long) captures, (long) channels, 2L));
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        double[] values = weights.get(LEVEL).toDoubles();
        Map<Capture, NoiseLevel> levels = new TreeMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            double[] b1 = new double[channels];
            double[] b2 = new double[channels];
            for (int c = 0; c < channels; c++) {
                b1[c] = values[(i * channels + c) * 2];
                b2[c] = values[(i * channels + c) * 2 + 1];
            }
            levels.put(vocabulary.get(i), new NoiseLevel(b1, b2));
        }
        return new HeteroscedasticNoise(levels);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return ParametricGraph.heteroscedastic(channels, weights.get(LEVEL).toDoubles());
    }
}
