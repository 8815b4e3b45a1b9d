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
 * Estimate of the clean image from the noisy one.
 *
 * @param denoiser restores the noisy image
 */
public record CleanEstimate(Denoiser denoiser) implements AutoCloseable {
    /** Estimates by the denoiser of a file, or by thresholded cosine transforms if there is no file. */
    static CleanEstimate by(Optional<Path> file, Inference inference) {
        return new CleanEstimate(file.<Denoiser>map(path -> Models.denoiser(Models.readDenoiser(path), inference))
                .orElse(CleanEstimate::transformed));
    }

    /** Estimates by thresholded cosine transforms at the estimated noise level, limited to [0,1]. */
    public static Image of(Image noisy) {
        return transformed(noisy).clamped();
    }

    private static Image transformed(Image noisy) {
        return new SlidingDct(NoiseLevelEstimator.estimate(noisy).whiteSigma()).denoise(noisy);
    }

    /** The estimate, limited to [0,1]. */
    Image clean(Image noisy) {
        return denoiser.denoise(noisy).clamped();
    }

    @Override
    public void close() {
        denoiser.close();
    }
}
