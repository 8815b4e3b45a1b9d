package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import java.util.Collection;
import java.util.SortedMap;

/** A noise model that identifies the camera and ISO of an image by its noise, and that synthesises similar noise. */
public interface NoiseAwareModel extends NoiseDensity, ImitatingModel {
    /**
     * Log-likelihood of the noise under each camera and ISO that the model knows, in nats over the whole image.
     *
     * @param clean the image without noise, or an estimate of it; same shape as {@code noisy}
     */
    SortedMap<Capture, Double> logLikelihoods(Image clean, Image noisy);

    /**
     * Negative log-likelihood of a pair from an unknown camera, in nats per value, with a uniform prior over the cameras and ISO settings
     * that the model knows.
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
}
