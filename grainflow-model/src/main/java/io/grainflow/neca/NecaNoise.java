package io.grainflow.neca;

import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.noise.ImitatingModel;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * NeCA-W as a noise model of images of any size. The gain is that of a given noisy image, or is drawn from those that the capture's
 * training images had. Noise levels depend on statistics of the whole image. Safe for several threads.
 */
public final class NecaNoise implements TemperedNoise, ImitatingModel {
    /** Least standard deviation in likelihoods, half a grey level. */
    private static final double LEAST_LEVEL = 0.5 / 255;

    private final NecaSpec spec;
    private final List<Capture> vocabulary;
    private final double[] means;
    private final double[] deviations;
    private final NecaEngine engine;
    private final NecaSampler sampler;

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures in the order of the gains; empty if the gains are not known, as with published weights
     */
    public NecaNoise(NecaSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(spec, vocabulary, weights, new GraphNeca(spec, weights, inference));
    }

    NecaNoise(NecaSpec spec, List<Capture> vocabulary, Weights weights, NecaEngine engine) {
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.means = gains(NecaSpec.GAIN_MEAN, weights);
        this.deviations = gains(NecaSpec.GAIN_DEVIATION, weights);
        this.engine = engine;
        this.sampler = new NecaSampler(spec.channels(), engine);
    }

    private double[] gains(String name, Weights weights) {
        return vocabulary.isEmpty() ? new double[0] : weights.get(name).toDoubles();
    }

    @Override
    public List<Capture> captures() {
        return vocabulary.stream().sorted().toList();
    }

    /**
     * {@inheritDoc} The gain is drawn from a normal distribution with the mean and deviation of the capture's training gains.
     *
     * @throws InputException if the model's training gains are not known, as with published weights
     */
    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return sampleNoisy(clean, capture, 1, seed);
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed) {
        if (vocabulary.isEmpty()) {
            throw new InputException(
                    "noise model",
                    "knows no gains of cameras and ISOs, because it was imported",
                    "sample noise like that of an image");
        }
        int index = vocabulary.indexOf(capture);
        if (index < 0) {
            throw new UnknownCaptureException(capture, captures());
        }
        double gain = means[index] + deviations[index] * new RandomField(seed.child("gain")).normal(0);
        return noisy(spec.set(capture), clean, gain, temperature, seed);
    }

    /**
     * {@inheritDoc} The gain is that of the pair's noisy image. If each camera has networks of its own, those are used under which the
     * noise of the pair is most likely.
     *
     * @throws InputException if the images of the pair differ in size, or have other channels than the model's
     */
    @Override
    public Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed) {
        sampler.require(likeClean);
        sampler.require(likeNoisy);
        if (!likeClean.sameShape(likeNoisy)) {
            throw new InputException(
                    "noisy image",
                    "has " + likeNoisy.height() + "x" + likeNoisy.width() + " pixels, its clean image has "
                            + likeClean.height() + "x" + likeClean.width(),
                    "give images of one scene");
        }
        int set = spec.sets() == 1 ? 0 : likeliest(likeClean, likeNoisy);
        return noisy(set, clean, engine.gain(set, likeNoisy), 1, seed);
    }

    /** The gain of a noisy image. */
    double gain(Capture capture, Image noisy) {
        sampler.require(noisy);
        return engine.gain(spec.set(capture), noisy);
    }

    private Image noisy(int set, Image clean, double gain, double temperature, Seed seed) {
        return sampler.noisy(set, clean, level(set, clean, gain), temperature, seed);
    }

    private float[] level(int set, Image clean, double gain) {
        sampler.require(clean);
        return engine.level(set, clean, gain);
    }

    /** The networks under whose noise levels the noise is most likely, taken as independent and normal. */
    private int likeliest(Image clean, Image noisy) {
        float[] cleanValues = clean.toArray();
        float[] noisyValues = noisy.toArray();
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int set = 0; set < spec.sets(); set++) {
            float[] level = level(set, clean, engine.gain(set, noisy));
            double sum = 0;
            for (int i = 0; i < level.length; i++) {
                double deviation = Math.max(LEAST_LEVEL, level[i]);
                double relative = ((double) noisyValues[i] - cleanValues[i]) / deviation;
                sum -= Math.log(deviation) + 0.5 * relative * relative;
            }
            if (sum > most) {
                most = sum;
                best = set;
            }
        }
        return best;
    }

    /** Frees the native memory at once. */
    @Override
    public void close() {
        engine.close();
    }
}
