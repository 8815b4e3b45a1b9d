package io.grainflow.naflow;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.flow.AffineScale;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.model.NoiseSpec;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NAFlow (Kim, Jung, Baik, Kim, "sRGB Real Noise Modeling via Noise-Aware Sampling with Normalizing Flows", ICLR 2024): one multi-scale
 * flow for all cameras, conditioned on features of the clean image, with a latent Gaussian per camera and ISO.
 *
 * @param channels of the images
 * @param levels L, number of squeezes; the latent has channels * 4^L channels; 1 to 6
 * @param transitions ActNorm and 1x1 convolution pairs at the start of each level
 * @param steps conditional steps per level (ActNorm, 1x1 convolution, coupling, injector)
 * @param features of the condition, divisible by 4
 * @param hidden width inside couplings and injectors
 * @param form how scales and deviations are parametrised
 * @param residual whether the flow models noisy - clean instead of noisy: the same family of densities, but the flow only has to learn the
 *     noise
 * @param conditionNoise standard deviation of the noise that is added to the conditioning clean image (white = 1), in training and in use
 * @param quantisationLevels of the images, for dequantisation
 * @param gaussianPerCapture whether each camera and ISO has a latent Gaussian of its own, or all share one
 * @param trainMeans whether the Gaussians' means are learned
 * @param trainDeviations whether their deviations are learned
 */
@JsonTypeName("naflow")
public record NaFlowSpec(
        int channels,
        int levels,
        int transitions,
        int steps,
        int features,
        int hidden,
        Form form,
        boolean residual,
        double conditionNoise,
        int quantisationLevels,
        boolean gaussianPerCapture,
        boolean trainMeans,
        boolean trainDeviations)
        implements NoiseSpec {
    /** Parametrisation of scales and standard deviations. */
    public enum Form {
        /** As released: scales sigmoid(raw + 2) + 0.001, deviations stored as they are. Trains up to three levels. */
        PUBLISHED(AffineScale.SIGMOID),
        /** Bounded scales, logarithms of deviations. Trains at any depth. */
        STABLE(AffineScale.BOUNDED);

        private final AffineScale scale;

        Form(AffineScale scale) {
            this.scale = scale;
        }

        AffineScale scale() {
            return scale;
        }

        /** Whether logarithms of the deviations are stored. */
        public boolean logarithmicDeviations() {
            return this == STABLE;
        }
    }

    public NaFlowSpec {
        require(channels >= 1 && channels <= 16, "channels in 1..16", channels);
        require(levels >= 1 && levels <= 6, "levels in 1..6", levels);
        require(transitions >= 0 && transitions <= 16, "transitions in 0..16", transitions);
        require(steps >= 1 && steps <= 16, "steps in 1..16", steps);
        require(features >= 4 && features <= 1024 && features % 4 == 0, "features in 4..1024 divisible by 4", features);
        require(hidden >= 1 && hidden <= 1024, "hidden in 1..1024", hidden);
        require(conditionNoise >= 0 && conditionNoise <= 1, "conditionNoise in 0..1", conditionNoise);
        require(
                quantisationLevels >= 2 && quantisationLevels <= 1 << 24,
                "quantisationLevels in 2..16777216",
                quantisationLevels);
    }

    /** The published size, in the stable form with the residual as input. */
    public static NaFlowSpec defaults(int channels) {
        return new NaFlowSpec(channels, 3, 2, 2, 128, 64, Form.STABLE, true, 3.0 / 255, 256, true, true, true);
    }

    /** As released. */
    public static NaFlowSpec published() {
        return new NaFlowSpec(3, 3, 2, 2, 128, 64, Form.PUBLISHED, false, 3.0 / 255, 256, true, true, true);
    }

    /** Channels of the latent. */
    public int latentChannels() {
        return channels << (2 * levels);
    }

    /** Height and width that the flow takes must be multiples of this; other images are padded. */
    public int block() {
        return 1 << levels;
    }

    /** Number of latent Gaussians. */
    int gaussians(int captures) {
        return gaussianPerCapture ? captures : 1;
    }

    /** All parameters. */
    public List<ParameterSlot> slots(int captures) {
        return NaFlow.slots(this, captures);
    }

    /** Initial values; ActNorms are initialised from data ({@link NaFlow#initialise}). */
    public Weights start(int captures, Seed seed) {
        return NaFlowInitialisation.of(this, captures, seed);
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots(captures).forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }

    @Override
    public List<String> valueProblems(Weights weights) {
        return weights.tensors().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".permutation"))
                .filter(entry -> !permutation(entry.getValue().toDoubles()))
                .map(entry -> entry.getKey() + " is no permutation")
                .toList();
    }

    private static boolean permutation(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] != i) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean needsCapture() {
        return gaussianPerCapture;
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return new NaFlowNoise(this, vocabulary, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return NaFlowGraph.sampler(this, weights, NaFlowNoise.gaussians(this, weights));
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("naflow expects " + expected + ", got " + got);
        }
    }
}
