package io.grainflow.naflow;

import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.DiagonalGaussians;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained NAFlow as a noise model for images of any size in bounded memory. Likelihoods are those of dequantised images. The noise for
 * dequantisation and conditioning is drawn from a fixed seed, so that equal pairs have equal likelihoods. Safe for several threads.
 */
public final class NaFlowNoise implements NoiseAwareModel, TemperedNoise {
    private static final Seed LIKELIHOOD = new Seed(0).child("likelihood");

    private final NaFlowSpec spec;
    private final List<Capture> vocabulary;
    private final List<LatentGaussian> gaussians;
    private final NaFlowTiles tiles;

    /** The model in a file. */
    public static NaFlowNoise of(ModelFile<NaFlowSpec> file, Inference inference) {
        return new NaFlowNoise(file.spec(), file.vocabulary(), file.weights(), inference);
    }

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures in index order
     */
    public NaFlowNoise(NaFlowSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(
                spec,
                vocabulary,
                weights,
                new NaFlowTiles(spec, NaFlowTiles.engine(spec, weights, vocabulary.size(), inference)));
    }

    NaFlowNoise(NaFlowSpec spec, List<Capture> vocabulary, Weights weights, NaFlowTiles tiles) {
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.gaussians = gaussians(spec, weights);
        this.tiles = tiles;
    }

    static List<LatentGaussian> gaussians(NaFlowSpec spec, Weights weights) {
        boolean logarithmic = spec.form().logarithmicDeviations();
        double[] means = weights.get(DiagonalGaussians.meanName()).toDoubles();
        double[] deviations =
                weights.get(DiagonalGaussians.deviationName(logarithmic)).toDoubles();
        int channels = spec.latentChannels();
        List<LatentGaussian> gaussians = new ArrayList<>();
        for (int from = 0; from < means.length; from += channels) {
            double[] deviation = Arrays.copyOfRange(deviations, from, from + channels);
            if (logarithmic) {
                deviation = Arrays.stream(deviation).map(Math::exp).toArray();
            }
            gaussians.add(new LatentGaussian(Arrays.copyOfRange(means, from, from + channels), deviation));
        }
        return List.copyOf(gaussians);
    }

    /** The latent Gaussian of each capture in the vocabulary's order; a single one if all captures share it. */
    public List<LatentGaussian> gaussians() {
        return gaussians;
    }

    @Override
    public List<Capture> captures() {
        return spec.gaussianPerCapture() ? vocabulary.stream().sorted().toList() : List.of();
    }

    /** {@inheritDoc} The latent is drawn from the capture's Gaussian. */
    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return sampleNoisy(clean, capture, 1, seed);
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed) {
        requireShape(clean);
        return tiles.decode(clean, gaussianOf(capture).spread(temperature), seed);
    }

    @Override
    public Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed) {
        requireShape(clean);
        requireShape(likeClean);
        requireShape(likeNoisy);
        LatentStatistics latent = tiles.encode(likeClean, likeNoisy, seed).latent();
        return tiles.decode(clean, NoiseAwareMixture.of(how, latent, gaussians, seed.child("component")), seed);
    }

    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        LatentGaussian gaussian = gaussianOf(pair.capture());
        requireShape(pair.clean());
        NaFlowTiles.Encoded encoded = tiles.encode(pair.clean(), pair.noisy(), LIKELIHOOD);
        return -(encoded.logAbsDet() + encoded.latent().logProb(gaussian))
                / pair.noisy().size();
    }

    /** Code length of quantised values (8 bit unless the specification says otherwise) under the model, bits per value. */
    public double bitsPerDim(NoisyPair pair) {
        return new Dequantisation(spec.quantisationLevels()).bitsPerDim(nllNatsPerDim(pair));
    }

    @Override
    public SortedMap<Capture, Double> logLikelihoods(Image clean, Image noisy) {
        requireShape(clean);
        requireShape(noisy);
        NaFlowTiles.Encoded encoded = tiles.encode(clean, noisy, LIKELIHOOD);
        SortedMap<Capture, Double> likelihoods = new TreeMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            LatentGaussian gaussian = gaussians.get(Math.min(i, gaussians.size() - 1));
            likelihoods.put(
                    vocabulary.get(i), encoded.logAbsDet() + encoded.latent().logProb(gaussian));
        }
        return likelihoods;
    }

    /** Statistics of the latent of a pair's noise, to which a new Gaussian can be fitted. */
    public LatentStatistics latent(NoisyPair pair) {
        requireShape(pair.clean());
        return tiles.encode(pair.clean(), pair.noisy(), LIKELIHOOD).latent();
    }

    /**
     * The latent Gaussian of a camera and ISO, or the single one that all captures share.
     *
     * @throws UnknownCaptureException if the model does not know it
     */
    public LatentGaussian gaussianOf(Capture capture) {
        if (!spec.gaussianPerCapture()) {
            return gaussians.get(0);
        }
        int index = vocabulary.indexOf(capture);
        if (index < 0) {
            throw new UnknownCaptureException(capture, captures());
        }
        return gaussians.get(index);
    }

    /** Frees the native memory at once. Without this call it is freed after the model has become unreachable. */
    @Override
    public void close() {
        tiles.close();
    }

    private void requireShape(Image image) {
        if (image.channels() != spec.channels()) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + spec.channels(),
                    "use a noise model for such images");
        }
    }
}
