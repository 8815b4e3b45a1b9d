package io.grainflow.job.batch;

import io.grainflow.image.Image;
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
     * Reads {@code metadata}, or a {@link LikeSampling}; {@code auto} is noise-aware sampling if the model supports it.
     *
     * @throws InputException if the text has another form, or the model cannot
     */
    public static Sampling of(String words, NoiseModel model) {
        boolean aware = model instanceof NoiseAwareModel;
        if (words.equals("metadata") || (words.equals(AUTO) && !aware)) {
            return METADATA;
        }
        try {
            LikeSampling how = LikeSampling.parse(likeAnImage(words));
            if (!aware) {
                throw new InputException(
                        "sampling " + words,
                        "needs a model that recognises noise, this one makes it by camera and ISO",
                        "take `sampling=metadata`, or a naflow model");
            }
            return new Sampling(Optional.of(how));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "sampling " + words,
                    "is unknown",
                    "known: auto, metadata, nas, nas:TEMPERATURE, own, mixture, rank:K, random",
                    e);
        }
    }

    /** Resolves {@code auto} for noise like that of an image; other texts are returned unchanged. */
    public static String likeAnImage(String words) {
        return words.equals(AUTO) ? "nas" : words;
    }

    /** Whether the model has to know the capture. */
    public boolean byMetadata() {
        return like.isEmpty();
    }

    /** Noise for a pair's clean image. */
    public Image sample(NoiseModel model, NoisyPair pair, Seed seed) {
        return like.isPresent() && model instanceof NoiseAwareModel aware
                ? aware.sampleLike(pair.clean(), pair.clean(), pair.noisy(), like.get(), seed)
                : model.sampleNoisy(pair.clean(), pair.capture(), seed);
    }

    /**
     * Checks that the model supports it.
     *
     * @throws UnknownCaptureException if the capture is needed and the model does not know it
     */
    public void require(Capture capture, NoiseModel model) {
        List<Capture> known = model.captures();
        if (byMetadata() && !known.isEmpty() && !known.contains(capture)) {
            throw new UnknownCaptureException(capture, known);
        }
    }
}
