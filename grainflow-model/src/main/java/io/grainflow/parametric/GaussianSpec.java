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
import io.grainflow.noise.CaptureGaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * White Gaussian noise per channel and capture. Tensor {@code sigma} [captures,channels], float64, in the image's own
 * unit (white = 1).
 *
 * @param channels of the images
 */
@JsonTypeName("gaussian")
public record GaussianSpec(int channels) implements NoiseSpec {
    private static final String SIGMA = "sigma";

    public GaussianSpec {
        if (channels < 1) {
            throw new IllegalArgumentException("gaussian expects at least one channel, got " + channels);
        }
    }

    /** A model file of fitted standard deviations, one per channel for each capture. */
    public static ModelFile<GaussianSpec> file(
            Map<Capture, double[]> sigmaPerChannel, Units units, Provenance provenance) {
        new CaptureGaussianNoise(sigmaPerChannel);
        TreeMap<Capture, double[]> sorted = new TreeMap<>(sigmaPerChannel);
        int channels = sorted.firstEntry().getValue().length;
        double[] values =
                sorted.values().stream().flatMapToDouble(Arrays::stream).toArray();
        StoredTensor sigma = StoredTensor.ofDoubles(values, sorted.size(), channels);
        return new ModelFile<>(
                new GaussianSpec(channels),
                List.copyOf(sorted.keySet()),
                units,
                provenance,
                Weights.of(Map.of(SIGMA, sigma)));
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        return Map.of(SIGMA, List.of((long) captures, (long) channels));
    }

    @Override
    public List<String> valueProblems(Weights weights) {
        boolean positive = Arrays.stream(weights.get(SIGMA).toDoubles()).allMatch(value -> value >= 1e-6);
        return positive ? List.of() : List.of(SIGMA + " has values below 1e-6");
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        double[] sigma = weights.get(SIGMA).toDoubles();
        Map<Capture, double[]> byCapture = new TreeMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            byCapture.put(vocabulary.get(i), Arrays.copyOfRange(sigma, i * channels, (i + 1) * channels));
        }
        return new CaptureGaussianNoise(byCapture);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return ParametricGraph.gaussian(channels, weights.get(SIGMA).toDoubles());
    }
}
