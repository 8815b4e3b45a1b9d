package io.grainflow.noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TileGrid;
import io.grainflow.isp.Mosaic;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.noiseflow.sampling.FusedSampler;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A trained Noise Flow as a noise model for raw images of any size, packed or as mosaics. Sampling goes through all layers in one pass over
 * the rows ({@link FusedSampler}) on all cores; likelihoods, and samples where the device is not the processor, are computed in tiles, each
 * together with the surroundings that its receptive field covers. Random numbers are functions of the seed and the position, so the result
 * equals that of the whole image at once. Thread-safe: calls from several threads run one after another.
 */
public final class NoiseFlowNoise implements NoiseDensity, TemperedNoise {
    /** Largest side of a tile without its surroundings. */
    private static final int TILE = 512;

    private static final int[] CLOCKWISE = {0, 1, 3, 2};

    private final NoiseFlowSpec spec;
    private final List<Capture> vocabulary;
    private final NoiseFlow flow;
    private final NoiseFlow exact;
    private final Device device;
    private final int tile;
    private final int threads;
    private final boolean extrapolates;
    private final Map<Capture, FusedSampler> samplers = new HashMap<>();
    private boolean closed;

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures that it was trained on
     */
    public NoiseFlowNoise(NoiseFlowSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(spec, vocabulary, weights, inference, TILE);
    }

    NoiseFlowNoise(NoiseFlowSpec spec, List<Capture> vocabulary, Weights weights, Inference inference, int tile) {
        this(spec, vocabulary, weights, inference, tile, false);
    }

    private NoiseFlowNoise(
            NoiseFlowSpec spec,
            List<Capture> vocabulary,
            Weights weights,
            Inference inference,
            int tile,
            boolean extrapolates) {
        this.extrapolates = extrapolates;
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.device = inference.device();
        this.tile = tile;
        this.threads = inference.threads();
        this.flow = Scope.keep(() -> new NoiseFlow(
                spec, Parameters.frozen(spec.slots(), weights, inference.device(), DType.FLOAT32), Mode.EVAL));
        this.exact = Scope.keep(() ->
                new NoiseFlow(spec, Parameters.frozen(spec.slots(), weights, Device.CPU, DType.FLOAT64), Mode.EVAL));
    }

    /**
     * The same model for any ISO of its cameras. An ISO without its own parameters is treated as in the released code: its gain is the ISO
     * itself. The result is finite, but no training data support it.
     */
    public static NoiseFlowNoise extrapolating(
            NoiseFlowSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        return new NoiseFlowNoise(spec, vocabulary, weights, inference, TILE, true);
    }

    /** Frees the native memory at once. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            flow.forEachTensor(Tensor::free);
            exact.forEachTensor(Tensor::free);
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
    public synchronized Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed) {
        if (!device.equals(Device.CPU)) {
            return sampleOnDevice(clean, capture, temperature, seed);
        }
        if (!isMosaic(clean)) {
            require(clean, capture);
        }
        requireKnown(capture);
        return samplers.computeIfAbsent(capture, this::sampler)
                .sampleNoisy(clean, new RandomField(seed.child("latent")), temperature);
    }

    private FusedSampler sampler(Capture capture) {
        int[] order = spec.packing() == NoiseFlowSpec.Packing.ROWS
                ? IntStream.range(0, spec.channels()).toArray()
                : CLOCKWISE.clone();
        List<FusedSampler.Step> steps =
                TensorThreads.with(threads, () -> NoiseFlowSteps.of(exact, spec.channels(), capture));
        return new FusedSampler(steps, order, threads);
    }

    /** As {@link #sampleNoisy}, layer by layer on tensors. */
    public synchronized Image sampleOnDevice(Image clean, Capture capture, double temperature, Seed seed) {
        if (isMosaic(clean)) {
            Image noisy = sampleOnDevice(packed(clean), capture, temperature, seed);
            return Image.adopt(clean.domain(), clean.height(), clean.width(), Mosaic.unpack(noisy));
        }
        require(clean, capture);
        float[] output = new float[clean.size()];
        RandomField latent = new RandomField(seed.child("latent"));
        grid(clean).forEach(window -> {
            float[] noise = onTensors(() -> {
                Tensor z = planes(
                        window.map(clean, (value, place) -> (float) (temperature * latent.normal(place))), window);
                Condition condition = condition(clean, window, capture, PositionWeights.all());
                return ordered(flow.inverse(z, condition).value()).toFloats();
            });
            float[] values = window.cut(clean);
            for (int i = 0; i < values.length; i++) {
                values[i] += noise[i];
            }
            window.paste(values, clean, output);
        });
        return Image.adopt(clean.domain(), clean.height(), clean.width(), output);
    }

    @Override
    public synchronized double nllNatsPerDim(NoisyPair pair) {
        if (isMosaic(pair.clean())) {
            return nllNatsPerDim(
                    new NoisyPair(pair.scene(), packed(pair.clean()), packed(pair.noisy()), pair.capture()));
        }
        require(pair.clean(), pair.capture());
        double[] nats = {0};
        grid(pair.clean())
                .forEach(window -> nats[0] += onTensors(() -> {
                    PositionWeights weights = PositionWeights.of(
                            window.weights(), 1, window.height(), window.width(), 0, DType.FLOAT32, device);
                    Tensor noise =
                            planes(window.cut(pair.noisy()), window).sub(planes(window.cut(pair.clean()), window));
                    Condition condition = condition(pair.clean(), window, pair.capture(), weights);
                    return flow.logProb(flow.forward(noise, condition), weights).item();
                }));
        return -nats[0] / pair.clean().size();
    }

    private <R> R onTensors(Supplier<R> body) {
        return TensorThreads.with(threads, () -> Scope.heap(() -> NoGrad.run(body)));
    }

    /** Whether an image is a Bayer mosaic that can be packed into four planes. */
    private boolean isMosaic(Image image) {
        return spec.channels() == 4 && image.channels() == 1 && image.height() % 2 == 0 && image.width() % 2 == 0;
    }

    private static Image packed(Image mosaic) {
        return Mosaic.pack(mosaic.toArray(), mosaic.height(), mosaic.width());
    }

    private TileGrid grid(Image image) {
        return TileGrid.of(image.height(), image.width(), 1, tile, tile, spec.radius());
    }

    private Condition condition(Image clean, TileGrid.Window window, Capture capture, PositionWeights weights) {
        float[] light = window.map(clean, (value, place) -> Math.min(1f, Math.max(0f, value)));
        return flow.condition(planes(light, window), List.of(capture), weights);
    }

    /** A window with its planes in the flow's order. */
    private Tensor planes(float[] values, TileGrid.Window window) {
        return ordered(Tensor.of(values, 1, spec.channels(), window.height(), window.width())
                .to(device));
    }

    /** Converts between the order of planes here and that of the flow, in both directions: the same two planes are exchanged. */
    private Tensor ordered(Tensor planes) {
        if (spec.packing() == NoiseFlowSpec.Packing.ROWS) {
            return planes;
        }
        return Tensor.cat(
                Arrays.stream(CLOCKWISE)
                        .mapToObj(plane -> planes.narrow(1, plane, 1))
                        .toList(),
                1);
    }

    private void require(Image image, Capture capture) {
        if (image.channels() != spec.channels()) {
            throw new InputException(
                    "image",
                    "has " + image.channels() + " channel" + (image.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + spec.channels() + " colour planes of raw images",
                    "use a noise model for such images");
        }
        requireKnown(capture);
    }

    private void requireKnown(Capture capture) {
        boolean known = extrapolates ? spec.cameras().contains(capture.camera().code()) : vocabulary.contains(capture);
        if (!known) {
            throw new UnknownCaptureException(capture, captures());
        }
    }
}
