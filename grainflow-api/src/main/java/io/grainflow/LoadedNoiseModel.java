package io.grainflow;

import io.grainflow.image.Image;
import io.grainflow.job.evaluate.Identification;
import io.grainflow.noise.ImitatingModel;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A noise model that is ready to work. Safe for several threads. The same seed gives the same image with the same number of threads.
 *
 * <p>Clean images of examples are estimated where they are not given: by the denoiser that {@link #withCleanEstimator} sets, else by thresholded
 * cosine transforms at the estimated noise level.
 */
public final class LoadedNoiseModel implements AutoCloseable {
    private final String name;
    private final NoiseModel model;
    private final UnaryOperator<Image> cleanEstimator;
    private final OpenModel open;

    LoadedNoiseModel(String name, NoiseModel model, UnaryOperator<Image> cleanEstimator) {
        this(name, model, cleanEstimator, new OpenModel("LoadedNoiseModel", model::close));
    }

    private LoadedNoiseModel(String name, NoiseModel model, UnaryOperator<Image> cleanEstimator, OpenModel open) {
        this.name = name;
        this.model = model;
        this.cleanEstimator = cleanEstimator;
        this.open = open;
    }

    /** A view of this model that estimates clean images by a denoiser. It is closed together with this model. */
    public LoadedNoiseModel withCleanEstimator(LoadedDenoiser denoiser) {
        return new LoadedNoiseModel(
                name, model, noisy -> denoiser.denoise(noisy).clamped(), open);
    }

    /** The cameras and ISO values that the model knows; empty if its noise does not depend on them. */
    public List<Capture> captures() {
        return model.captures();
    }

    /**
     * A noisy version of an image.
     *
     * @param clean [C,H,W], white = 1
     * @param camera code of the camera in the model
     * @return same kind and size, neither clipped nor rounded
     * @throws io.grainflow.noise.UnknownCaptureException if the model does not know the camera or ISO
     */
    public Image sample(Image clean, String camera, int iso, Seed seed) {
        return sample(clean, Capture.of(camera, iso), seed);
    }

    /** As {@link #sample(Image, String, int, Seed)}. */
    public Image sample(Image clean, Capture capture, Seed seed) {
        return open.call(() -> model.sampleNoisy(clean, capture, seed));
    }

    /**
     * A noisy version of an image with noise like that of another, without metadata (noise-aware sampling of a NAFlow: Kim, Jung, Baik, Kim,
     * ICLR 2024; the gain of a NeCA: CVPR 2023).
     *
     * @param example a noisy image
     * @throws InputException if the model cannot imitate an image
     */
    public Image like(Image clean, Image example, Seed seed) {
        return open.call(() -> like(clean, cleanEstimator.apply(example), example, seed));
    }

    /**
     * As {@link #like(Image, Image, Seed)} with an example whose clean image is known.
     *
     * @param exampleClean of the size of {@code exampleNoisy}
     */
    public Image like(Image clean, Image exampleClean, Image exampleNoisy, Seed seed) {
        return open.call(
                () -> imitating().sampleLike(clean, exampleClean, exampleNoisy, LikeSampling.noiseAware(), seed));
    }

    /**
     * Identifies the cameras and ISO values whose noise is most like the image's, the most likely first.
     *
     * @throws InputException if the model does not recognise noise
     */
    public List<Identification.Candidate> identify(Image noisy) {
        return open.call(() -> identify(cleanEstimator.apply(noisy), noisy));
    }

    /** As {@link #identify(Image)}, with a known clean image. */
    public List<Identification.Candidate> identify(Image clean, Image noisy) {
        return open.call(() -> Identification.candidates(aware().logLikelihoods(clean, noisy), noisy.size()));
    }

    /**
     * -log p(noisy | clean, camera, ISO) in nats per value, as a density over the image's own unit (white = 1).
     *
     * @return empty if the model only samples
     */
    public Optional<Double> nllNatsPerDim(Image clean, Image noisy, Capture capture) {
        return model instanceof NoiseDensity density
                ? Optional.of(open.call(() -> density.nllNatsPerDim(new NoisyPair(name, clean, noisy, capture))))
                : Optional.empty();
    }

    private ImitatingModel imitating() {
        if (model instanceof ImitatingModel imitating) {
            return imitating;
        }
        throw new InputException(name, "does not make noise like that of an image", "use a NAFlow or a NeCA");
    }

    private NoiseAwareModel aware() {
        if (model instanceof NoiseAwareModel aware) {
            return aware;
        }
        throw new InputException(name, "is no model that recognises noise", "use a NAFlow");
    }

    /** Frees native memory, once work that is going on has ended. Further calls are refused; closing again does nothing. */
    @Override
    public void close() {
        open.close();
    }
}
