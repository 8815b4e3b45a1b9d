package io.grainflow.nmflowgan;

import io.grainflow.flow.Dequantisation;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * A trained NM-FlowGAN as a noise model of photographs of any size. Clean and noisy images are treated as 8-bit images. A sample of the flow,
 * in whole grey levels, gives noise that the generator correlates; for the generator, the noise is reflected to whole blocks. The likelihood
 * is that of the flow. Random numbers are functions of the seed and the position. Thread-safe.
 */
public final class NmFlowGanNoise implements NoiseDensity, TemperedNoise {
    private static final float WHITE = 255;
    /** Seed of the dequantisation in likelihoods: it is fixed, so that equal pairs have equal likelihoods. */
    private static final Seed LIKELIHOOD = new Seed(0);

    private final NmFlowGanSpec spec;
    private final List<Capture> vocabulary;
    private final NmFlowGanEngine engine;

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures that it was trained on
     */
    public NmFlowGanNoise(NmFlowGanSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(spec, vocabulary, new CompiledNmFlowGan(spec, weights, inference));
    }

    NmFlowGanNoise(NmFlowGanSpec spec, List<Capture> vocabulary, NmFlowGanEngine engine) {
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.engine = engine;
    }

    /** Frees the native memory at once. */
    @Override
    public void close() {
        engine.close();
    }

    @Override
    public List<Capture> captures() {
        return vocabulary.stream().sorted().toList();
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return sampleNoisy(clean, capture, 1, seed);
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed) {
        int row = row(clean, capture);
        RandomField normal = new RandomField(seed.child("latent"));
        float[] latent = new float[clean.size()];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) (temperature * normal.normal(i));
        }
        return sampleNoisy(clean, dequantised(clean, seed.child("clean")), latent, row);
    }

    /**
     * The sample of given random numbers.
     *
     * @param light dequantised grey levels of the clean image, divided by 256
     */
    Image sampleNoisy(Image clean, float[] light, float[] latent, int row) {
        float[] grey = engine.decode(clean.height(), clean.width(), light, latent, row);
        float[] values = numbers(clean);
        float[] noise = correlated(clean, grey, values);
        for (int i = 0; i < values.length; i++) {
            float noisy = (float) Math.min(GreyLevels.LEVELS, Math.max(0, spec.noiseUnit() * noise[i] + values[i]));
            values[i] = spec.rounding() == NmFlowGanSpec.Rounding.GRID
                    ? (float) Math.min(WHITE, Math.floor(noisy + 0.5f)) / WHITE
                    : noisy / WHITE;
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    /**
     * The generator's noise.
     *
     * @param grey sample of the flow before rounding
     * @param numbers grey levels of the clean image
     */
    private float[] correlated(Image clean, float[] grey, float[] numbers) {
        int height = clean.height();
        int width = clean.width();
        int block = spec.block();
        int whole = (height + block - 1) / block * block;
        int wide = (width + block - 1) / block * block;
        float[] noise = new float[spec.channels() * whole * wide];
        for (int i = 0; i < noise.length; i++) {
            int y = reflected(i / wide % whole, height);
            int at = (i / wide / whole * height + y) * width + reflected(i % wide, width);
            double level = Math.min(WHITE, Math.max(0, Math.floor(grey[at])));
            noise[i] = (float) ((level - numbers[at]) / spec.noiseUnit());
        }
        float[] padded = engine.correlate(whole, wide, noise);
        float[] result = new float[grey.length];
        for (int line = 0; line < spec.channels() * height; line++) {
            System.arraycopy(padded, (line / height * whole + line % height) * wide, result, line * width, width);
        }
        return result;
    }

    /** The index whose pixel stands for one beyond the end: mirrored about the last pixel, as often as needed. */
    private static int reflected(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int phase = index % (2 * (length - 1));
        return phase < length ? phase : 2 * (length - 1) - phase;
    }

    /**
     * Negative log-likelihood of the flow for dequantised values, as a density over the image's unit (white = 1). It is an upper bound on
     * that of the 8-bit values. The generator has no density.
     */
    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        int row = row(pair.clean(), pair.capture());
        float[] light = dequantised(pair.clean(), LIKELIHOOD.child("clean"));
        float[] noisy = dequantised(pair.noisy(), LIKELIHOOD.child("noisy"));
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] *= (float) GreyLevels.LEVELS;
        }
        double nats = engine.nats(pair.clean().height(), pair.clean().width(), light, noisy, row);
        return nats / noisy.length - Math.log(GreyLevels.LEVELS);
    }

    /** (number + u) / 256 for each 8-bit number. */
    private static float[] dequantised(Image image, Seed seed) {
        RandomField uniform = new RandomField(seed);
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Dequantisation.eightBit(values[i], uniform.uniform(i, 0));
        }
        return values;
    }

    private static float[] numbers(Image image) {
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.rint(255.0 * Math.min(1f, Math.max(0f, values[i])));
        }
        return values;
    }

    /** Index of the camera and ISO. */
    private int row(Image image, Capture capture) {
        if (image.channels() != spec.channels()) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + spec.channels(),
                    "use a noise model for such images");
        }
        if (spec.unknown() == NmFlowGanSpec.Unknown.ERROR && !vocabulary.contains(capture)) {
            throw new UnknownCaptureException(capture, captures());
        }
        return spec.isoIndex(capture) * spec.cameras().size() + spec.cameraIndex(capture);
    }
}
