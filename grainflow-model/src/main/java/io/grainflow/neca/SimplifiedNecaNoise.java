package io.grainflow.neca;

import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.noise.TemperedNoise;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;

/**
 * NeCA-S: correlated noise of one level, which depends neither on the image nor, if all cameras share their networks, on the capture. Safe
 * for several threads.
 */
public final class SimplifiedNecaNoise implements TemperedNoise {
    private final NecaSpec spec;
    private final List<Capture> vocabulary;
    private final NecaEngine engine;
    private final NecaSampler sampler;

    /**
     * Builds a model from weights.
     *
     * @param vocabulary captures that are known, if each camera has networks of its own
     */
    public SimplifiedNecaNoise(NecaSpec spec, List<Capture> vocabulary, Weights weights, Inference inference) {
        this(spec, vocabulary, new GraphNeca(spec, weights, inference));
    }

    SimplifiedNecaNoise(NecaSpec spec, List<Capture> vocabulary, NecaEngine engine) {
        this.spec = spec;
        this.vocabulary = List.copyOf(vocabulary);
        this.engine = engine;
        this.sampler = new NecaSampler(spec.channels(), engine);
    }

    @Override
    public List<Capture> captures() {
        return spec.needsCapture() ? vocabulary.stream().sorted().toList() : List.of();
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return sampleNoisy(clean, capture, 1, seed);
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, double temperature, Seed seed) {
        sampler.require(clean);
        if (spec.needsCapture() && !vocabulary.contains(capture)) {
            throw new UnknownCaptureException(capture, captures());
        }
        float[] level = new float[clean.size()];
        Arrays.fill(level, (float) spec.sigma());
        return sampler.noisy(spec.set(capture), clean, level, temperature, seed);
    }

    /** Frees the native memory at once. */
    @Override
    public void close() {
        engine.close();
    }
}
