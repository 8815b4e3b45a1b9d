package io.grainflow.naflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.flow.DiagonalGaussians;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.train.data.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds cameras and ISOs to a trained NAFlow. For a fixed flow, the maximum-likelihood latent Gaussian of new noise has a closed form: the
 * mean and standard deviation of its latents.
 */
final class CaptureAdaptation {
    private CaptureAdaptation() {}

    /**
     * The model's weights with an additional Gaussian for each unknown capture of the vocabulary, fitted to the training pairs of that
     * capture.
     */
    static Weights added(ModelFile<NaFlowSpec> file, List<Capture> vocabulary, TrainingData data, Inference inference) {
        NaFlowSpec spec = file.spec();
        if (!spec.gaussianPerCapture()) {
            throw new InputException(
                    "naflow",
                    "has one Gaussian for all cameras and ISOs",
                    "start from a model with gaussianPerCapture");
        }
        boolean logarithmic = spec.form().logarithmicDeviations();
        int known = file.vocabulary().size();
        int channels = spec.latentChannels();
        String deviationName = DiagonalGaussians.deviationName(logarithmic);
        float[] means = grown(file.weights().get(DiagonalGaussians.meanName()), vocabulary.size() * channels);
        float[] deviations = grown(file.weights().get(deviationName), vocabulary.size() * channels);
        try (NaFlowNoise model = NaFlowNoise.of(file, inference)) {
            for (int k = known; k < vocabulary.size(); k++) {
                LatentGaussian fitted = fit(model, vocabulary.get(k), data, channels);
                for (int c = 0; c < channels; c++) {
                    means[k * channels + c] = (float) fitted.mean()[c];
                    double deviation = fitted.deviation()[c];
                    deviations[k * channels + c] = (float) (logarithmic ? Math.log(deviation) : deviation);
                }
            }
        }
        Map<String, StoredTensor> tensors = new TreeMap<>(file.weights().tensors());
        tensors.put(DiagonalGaussians.meanName(), StoredTensor.ofFloats(means, vocabulary.size(), channels));
        tensors.put(deviationName, StoredTensor.ofFloats(deviations, vocabulary.size(), channels));
        return Weights.of(tensors);
    }

    private static LatentGaussian fit(NaFlowNoise model, Capture capture, TrainingData data, int channels) {
        LatentStatistics all = new LatentStatistics(channels);
        for (PairEntry entry : data.training()) {
            if (entry.capture().equals(capture)) {
                all.add(model.latent(data.cache().load(entry)));
            }
        }
        return all.fit();
    }

    private static float[] grown(StoredTensor tensor, int count) {
        return Arrays.copyOf(tensor.toFloats(), count);
    }
}
