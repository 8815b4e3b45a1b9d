package io.grainflow.job;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Display;
import io.grainflow.image.Image;
import io.grainflow.metric.Psnr;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Monitor;
import java.util.List;

/**
 * Restored images without clean ones, from two shots a and b of each scene whose noise is independent and of mean zero: the mean
 * of (f(a) - b)^2 is the wanted distance to the clean image plus the noise of b, which is the mean of (a - b)^2 / 2. Likewise
 * with a and b exchanged. What is subtracted is itself noisy: single images may come out too well.
 */
final class ShotScores {
    private static final double LEAST = 1e-10;

    private ShotScores() {}

    static DenoiserEvaluation evaluate(Denoiser denoiser, List<PairEntry> entries, Monitor monitor) {
        return DenoiserEvaluation.of(Items.inTurn("evaluate denoiser", entries, PairEntry::name, monitor, entry -> {
            NoisyPair pair = entry.load();
            Image first = pair.noisy();
            Image second = pair.clean();
            double noise = distance(first, second, second) / 2;
            double restored = (distance(denoiser.denoise(first), second, second)
                                    + distance(denoiser.denoise(second), first, first))
                            / 2
                    - noise;
            return DenoiserEvaluation.estimated(entry, decibels(noise), decibels(restored));
        }));
    }

    private static double distance(Image image, Image other, Image reference) {
        return Psnr.meanSquaredError(Display.of(other, reference), Display.of(image, reference));
    }

    private static double decibels(double squares) {
        return -10 * Math.log10(Math.max(LEAST, squares));
    }
}
