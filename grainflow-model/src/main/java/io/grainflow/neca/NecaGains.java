package io.grainflow.neca;

import io.grainflow.file.StoredTensor;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.ValidationCrops;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gains of training images, by which NeCA-W samples for a camera and ISO. */
final class NecaGains {
    private static final int MOST_PAIRS = 16;
    private static final int LARGEST_SIDE = 192;

    private NecaGains() {}

    /**
     * The weights with mean and standard deviation of the gains of each capture, measured on the centres of some training images.
     *
     * @param weights of the networks
     */
    static Weights added(
            NecaSpec spec, Weights weights, TrainingData data, List<Capture> vocabulary, Inference inference) {
        float[] means = new float[vocabulary.size()];
        float[] deviations = new float[vocabulary.size()];
        try (NecaNoise model = new NecaNoise(spec, List.of(), weights, inference)) {
            for (int i = 0; i < vocabulary.size(); i++) {
                double[] gains = gains(model, data, vocabulary.get(i));
                double mean = Arrays.stream(gains).average().orElseThrow();
                double squares = Arrays.stream(gains)
                        .map(gain -> (gain - mean) * (gain - mean))
                        .sum();
                means[i] = (float) mean;
                deviations[i] = (float) (gains.length < 2 ? 0 : Math.sqrt(squares / (gains.length - 1)));
            }
        }
        Map<String, StoredTensor> tensors = new TreeMap<>(weights.tensors());
        tensors.put(NecaSpec.GAIN_MEAN, StoredTensor.ofFloats(means, means.length));
        tensors.put(NecaSpec.GAIN_DEVIATION, StoredTensor.ofFloats(deviations, deviations.length));
        return Weights.of(tensors);
    }

    private static double[] gains(NecaNoise model, TrainingData data, Capture capture) {
        List<PairEntry> entries = data.training().stream()
                .filter(entry -> entry.capture().equals(capture))
                .toList();
        return ValidationCrops.centres(entries, data.cache(), MOST_PAIRS, LARGEST_SIDE).stream()
                .mapToDouble(pair -> model.gain(capture, pair.noisy()))
                .toArray();
    }
}
