package io.grainflow.job.batch;

import io.grainflow.image.Image;
import io.grainflow.noise.ImitatingModel;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Optional;

/**
 * Method of sampling from a noise model when the real noisy image is available.
 *
 * @param like sampling of noise like the image's own; empty for noise of its camera and ISO
 */
public record Sampling(Optional<LikeSampling> like) {
    /** Sampling by camera and ISO. */
    public static final Sampling METADATA = new Sampling(Optional.empty());

    /** The best method that the model supports. */
    public static final String AUTO = "auto";

    /**
     * Reads {@code metadata}, or a {@link LikeSampling}; {@code auto} is sampling like the image if the model supports it.
     *
     * @throws InputException if the text has another form, or the model cannot
     */
    public static Sampling of(String words, NoiseModel model) {
        if (words.equals("metadata") || (words.equals(AUTO) && !(model instanceof ImitatingModel))) {
            return METADATA;
        }
        LikeSampling how = parsed(words);
        if (model instanceof ImitatingModel imitating) {
            return new Sampling(Optional.of(imitation(words, imitating)));
        }
        throw new InputException(
                "sampling " + how,
                "needs a model that makes noise like that of an image, this one makes it by camera and ISO",
                "take `sampling=metadata`, or a naflow or neca model");
    }

    /**
     * Reads how a model makes noise like that of an image. {@code auto} is noise-aware sampling of models that recognise noise; other models
     * have one way, {@code own}.
     *
     * @throws InputException if the text has another form, or the model cannot
     */
    public static LikeSampling imitation(String words, ImitatingModel model) {
        boolean aware = model instanceof NoiseAwareModel;
        if (words.equals(AUTO) && !aware) {
            return new LikeSampling.Own();
        }
        LikeSampling how = parsed(words);
        if (!aware && !(how instanceof LikeSampling.Own)) {
            throw new InputException(
                    "sampling " + words,
                    "chooses among cameras and ISOs that a model recognises, this model takes the image's own noise level",
                    "take `sampling=own` or `sampling=auto`");
        }
        return how;
    }

    private static LikeSampling parsed(String words) {
        try {
            return words.equals(AUTO) ? LikeSampling.noiseAware() : LikeSampling.parse(words);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "sampling " + words,
                    "is unknown",
                    "known: auto, metadata, nas, nas:TEMPERATURE, own, mixture, rank:K, random",
                    e);
        }
    }

    /** Whether the model has to know the capture. */
    public boolean byMetadata() {
        return like.isEmpty();
    }

    /** Noise for a pair's clean image. */
    public Image sample(NoiseModel model, NoisyPair pair, Seed seed) {
        return like.isPresent() && model instanceof ImitatingModel imitating
                ? imitating.sampleLike(pair.clean(), pair.clean(), pair.noisy(), like.get(), seed)
                : model.sampleNoisy(pair.clean(), pair.capture(), seed);
    }

    /**
     * Checks that the model supports it.
     *
     * @throws UnknownCaptureException if the capture is needed and the model does not know it
     */
    public void require(Capture capture, NoiseModel model) {
        if (!suits(capture, model)) {
            throw new UnknownCaptureException(capture, model.captures());
        }
    }

    /** Whether the model can be sampled for a capture: it needs no capture, or knows it. */
    public boolean suits(Capture capture, NoiseModel model) {
        List<Capture> known = model.captures();
        return !byMetadata() || known.isEmpty() || known.contains(capture);
    }
}
