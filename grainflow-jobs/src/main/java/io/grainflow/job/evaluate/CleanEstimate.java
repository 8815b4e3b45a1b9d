package io.grainflow.job.evaluate;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.classical.SlidingDct;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.model.Models;
import io.grainflow.noise.estimate.NoiseLevelEstimator;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The clean image as far as it can be told from the noisy one.
 *
 * @param denoiser what restores it
 */
public record CleanEstimate(Denoiser denoiser) implements AutoCloseable {
    /** By a denoiser's file, else by thresholded cosine transforms. */
    static CleanEstimate by(Optional<Path> file, Inference inference) {
        return new CleanEstimate(file.<Denoiser>map(path -> Models.denoiser(Models.readDenoiser(path), inference))
                .orElse(CleanEstimate::transformed));
    }

    /** By thresholded cosine transforms at the estimated noise level, limited to [0,1]. */
    public static Image of(Image noisy) {
        return transformed(noisy).clamped();
    }

    private static Image transformed(Image noisy) {
        return new SlidingDct(NoiseLevelEstimator.estimate(noisy).whiteSigma()).denoise(noisy);
    }

    /** Limited to [0,1]. */
    Image clean(Image noisy) {
        return denoiser.denoise(noisy).clamped();
    }

    @Override
    public void close() {
        denoiser.close();
    }
}
