package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Collection;
import java.util.SortedMap;

/** A noise model that recognises noise: it tells which camera and ISO an image's noise looks like, and makes noise like it. */
public interface NoiseAwareModel extends NoiseDensity {
    /**
     * Log-likelihood of the noise under each camera and ISO that the model knows, in nats over the whole image.
     *
     * @param clean the image without noise, or an estimate of it; same shape as {@code noisy}
     */
    SortedMap<Capture, Double> logLikelihoods(Image clean, Image noisy);

    /**
     * Negative log-likelihood of a pair of whatever camera, in nats per value: every camera and ISO that the model knows is
     * equally likely before.
     */
    default double nllOfUnknownCapture(NoisyPair pair) {
        Collection<Double> likelihoods =
                logLikelihoods(pair.clean(), pair.noisy()).values();
        double best =
                likelihoods.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double mean = likelihoods.stream()
                .mapToDouble(value -> Math.exp(value - best))
                .average()
                .orElseThrow();
        return -(best + Math.log(mean)) / pair.noisy().size();
    }

    /**
     * A noisy version of an image with noise like that of another pair (or of the same one). No metadata is needed.
     *
     * @param clean what the noise is put on
     * @param likeClean the pair whose noise is imitated
     * @param likeNoisy the same with noise
     */
    Image sampleLike(Image clean, Image likeClean, Image likeNoisy, LikeSampling how, Seed seed);
}
