package io.grainflow.noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.PositionWeights;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TileGrid;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A trained Flow-sRGB as a noise model of photographs of any size. Images are computed in tiles, each together with the surroundings that
 * its receptive field covers. Clean and noisy images are treated as 8-bit images and dequantised with uniform numbers that are functions of
 * the seed and the position. Samples lie on the 8-bit grid. Thread-safe: the model is immutable, and each call has its tensors in a scope
 * of its own thread.
 */
public final class FlowSrgbNoise implements NoiseDensity, TemperedNoise {
    private static final int TILE = 256;
    private static final int LEVELS = 256;
    private static final float WHITE = 255;
    /** Seed of the dequantisation in likelihoods: it is fixed, so that equal pairs have equal likelihoods. */
    private static final Seed LIKELIHOOD = new Seed(0);

    private final FlowSrgbSpec spec;
    private final List<Capture> vocabulary;
    private final NoiseFlow flow;
    private final Device device;
    private final int threads;
    private final int tile;
    private boolean closed;

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures that it was trained on
     */
    public FlowSrgbNoise(FlowSrgbSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(spec, vocabulary, weights, inference, TILE);
    }

    FlowSrgbNoise(FlowSrgbSpec spec, List<Capture> vocabulary, Weights weights, Inference inference, int tile) {
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.device = inference.device();
        this.threads = inference.threads();
        this.tile = tile;
        this.flow = Scope.keep(() -> new NoiseFlow(
                spec, Parameters.frozen(spec.slots(), weights, inference.device(), DType.FLOAT32), Mode.EVAL));
    }

    /** Frees the native memory at once. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            flow.forEachTensor(Tensor::free);
        }
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
        require(clean, capture);
        RandomField spread = new RandomField(seed.child("clean"));
        RandomField latent = new RandomField(seed.child("latent"));
        float[] output = new float[clean.size()];
        grid(clean).forEach(window -> {
            float[] start = dequantised(clean, window, spread);
            float[] values = onTensors(() -> {
                Tensor z = planes(
                        window.map(clean, (value, place) -> (float) (temperature * latent.normal(place))), window);
                Tensor light = planes(start, window);
                Condition condition = flow.condition(light, List.of(capture), PositionWeights.all());
                return ordered(flow.inverse(z, condition).value().add(light)).toFloats();
            });
            for (int i = 0; i < values.length; i++) {
                double number = Math.floor((double) LEVELS * values[i]);
                values[i] = (float) Math.min(WHITE, Math.max(0, number)) / WHITE;
            }
            window.paste(values, clean, output);
        });
        return Image.adopt(clean.domain(), clean.height(), clean.width(), output);
    }

    /**
     * Negative log-likelihood of the dequantised values, as a density over the image's unit (white = 1). It is an upper bound on that of
     * the 8-bit values.
     */
    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        require(pair.clean(), pair.capture());
        RandomField cleanSpread = new RandomField(LIKELIHOOD.child("clean"));
        RandomField noisySpread = new RandomField(LIKELIHOOD.child("noisy"));
        double[] nats = {0};
        grid(pair.clean())
                .forEach(window -> nats[0] += onTensors(() -> {
                    PositionWeights weights = PositionWeights.of(
                            window.weights(), 1, window.height(), window.width(), 0, DType.FLOAT32, device);
                    Tensor light = planes(dequantised(pair.clean(), window, cleanSpread), window);
                    Tensor noise = planes(dequantised(pair.noisy(), window, noisySpread), window)
                            .sub(light);
                    Condition condition = flow.condition(light, List.of(pair.capture()), weights);
                    return flow.logProb(flow.forward(noise, condition), weights).item();
                }));
        return -nats[0] / pair.clean().size();
    }

    /** Dequantises a window: (number + u) / 256 for each 8-bit number. */
    private static float[] dequantised(Image image, TileGrid.Window window, RandomField uniform) {
        return window.map(image, (value, place) -> Dequantisation.eightBit(value, uniform.uniform(place, 0)));
    }

    private <R> R onTensors(Supplier<R> body) {
        return TensorThreads.with(threads, () -> Scope.heap(() -> NoGrad.run(body)));
    }

    private TileGrid grid(Image image) {
        return TileGrid.of(image.height(), image.width(), 1, tile, tile, spec.radius());
    }

    private Tensor planes(float[] values, TileGrid.Window window) {
        return ordered(Tensor.of(values, 1, spec.channels(), window.height(), window.width())
                .to(device));
    }

    /** Converts between the order of channels of images here and that of the flow, in both directions. */
    private Tensor ordered(Tensor planes) {
        if (spec.order() == FlowSrgbSpec.Order.RGB) {
            return planes;
        }
        List<Tensor> turned = new ArrayList<>();
        for (int c = spec.channels() - 1; c >= 0; c--) {
            turned.add(planes.narrow(1, c, 1));
        }
        return Tensor.cat(turned, 1);
    }

    private void require(Image image, Capture capture) {
        if (image.channels() != spec.channels()) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + spec.channels(),
                    "use a noise model for such images");
        }
        if (!vocabulary.contains(capture)) {
            throw new UnknownCaptureException(capture, captures());
        }
    }
}
