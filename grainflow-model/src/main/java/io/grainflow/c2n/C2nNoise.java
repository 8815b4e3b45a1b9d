package io.grainflow.c2n;

import io.grainflow.engine.Plan;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.util.List;

/**
 * A trained C2N as a noise model for images of any size in bounded memory. It does not depend on camera and ISO. Samples are clipped and
 * rounded to 8 bit where the specification says so. Random numbers are functions of the seed and the position. Safe for several threads.
 */
public final class C2nNoise implements NoiseModel {
    private static final int EIGHT_BIT = 255;

    private final C2nSpec spec;
    private final C2nSampler sampler;

    /** The model in a file. */
    public static C2nNoise of(ModelFile<C2nSpec> file, Inference inference) {
        return new C2nNoise(file.spec(), file.weights(), inference);
    }

    /** Builds a model from weights. */
    public C2nNoise(C2nSpec spec, Weights weights, Inference inference) {
        this(spec, sampler(spec, weights, inference));
    }

    private static C2nSampler sampler(C2nSpec spec, Weights weights, Inference inference) {
        return inference.device() == Device.CPU && Plan.available()
                ? new CompiledC2n(spec, weights, inference, CompiledC2n.COLUMNS)
                : new TorchC2n(spec, StoredOrder.of(spec, weights), inference, TorchC2n.TILE);
    }

    C2nNoise(C2nSpec spec, C2nSampler sampler) {
        this.spec = spec;
        this.sampler = sampler;
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /**
     * {@inheritDoc} The capture is not used.
     *
     * @throws InputException if the image has another number of channels
     */
    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        if (clean.channels() != spec.channels()) {
            throw new InputException(
                    "image",
                    "has " + clean.channels() + " channel" + (clean.channels() == 1 ? "" : "s")
                            + ", the noise model was made for " + spec.channels(),
                    "use a noise model for such images");
        }
        float[] values = sampler.noisy(clean, new C2nFeatures(spec, seed, clean.height(), clean.width()));
        Image noisy = Image.adopt(clean.domain(), clean.height(), clean.width(), values);
        return spec.rounded() ? noisy.quantised(EIGHT_BIT) : noisy;
    }

    /** Frees the native memory at once. Without this call it is freed after the model has become unreachable. */
    @Override
    public void close() {
        sampler.close();
    }
}
