package io.grainflow.job.evaluate;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Display;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.metric.Psnr;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Quality of restored images without clean images, from two shots a and b of each scene whose noise is independent and of mean zero: the mean
 * of (f(a) - b)^2 is the squared distance to the clean image plus the noise variance of b, which is the mean of (a - b)^2 / 2. Likewise
 * with a and b exchanged. The subtracted estimate is itself noisy, so the score of a single image may be too good. Means are therefore means of
 * squared distances, which are converted to decibels once.
 */
final class ShotScores {
    private static final double LEAST = 1e-10;
    private static final int COLOURS = 3;

    private ShotScores() {}

    /** Squared distances of one pair: the noise of one shot, and the error that is left after restoring it. */
    private record Distances(PairEntry entry, double noise, double restored) {
        DenoiserEvaluation.ImageScore score() {
            return DenoiserEvaluation.estimated(entry, decibels(noise), decibels(restored));
        }
    }

    static DenoiserEvaluation evaluate(Denoiser denoiser, List<PairEntry> entries, Monitor monitor) {
        BatchRunner<Distances> items = BatchRunner.inTurn(
                "evaluate denoiser", entries, PairEntry::name, monitor, entry -> distances(denoiser, entry));
        Map<Capture, List<Distances>> byCapture = new TreeMap<>();
        items.done()
                .forEach(one -> byCapture
                        .computeIfAbsent(one.entry().capture(), key -> new ArrayList<>())
                        .add(one));
        List<DenoiserEvaluation.CaptureScore> captures = new ArrayList<>();
        byCapture.forEach((capture, some) -> {
            DenoiserEvaluation.Change mean = mean(some);
            captures.add(new DenoiserEvaluation.CaptureScore(
                    capture.camera().code(),
                    capture.iso(),
                    some.size(),
                    mean.before(),
                    mean.after(),
                    mean.gainDecibels()));
        });
        return new DenoiserEvaluation(
                items.done().stream().map(Distances::score).toList(),
                captures,
                mean(items.done()),
                DenoiserEvaluation.Change.mean(captures.stream()
                        .map(DenoiserEvaluation.CaptureScore::change)
                        .toList()),
                items.failures().size(),
                items.failures(),
                Optional.empty());
    }

    private static Distances distances(Denoiser denoiser, PairEntry entry) {
        NoisyPair pair = entry.load();
        Image first = pair.noisy();
        Image second = pair.clean();
        if (first.domain() == PixelDomain.LINEAR && first.channels() >= COLOURS) {
            throw new InputException(
                    entry.name(),
                    "is light, whose curve for looking at it moves means: two shots do not tell the distance",
                    "give renders:DIR with references");
        }
        double noise = distance(first, second, first) / 2;
        double restored =
                (distance(denoiser.denoise(first), second, first) + distance(denoiser.denoise(second), first, first))
                                / 2
                        - noise;
        return new Distances(entry, noise, restored);
    }

    private static DenoiserEvaluation.Change mean(List<Distances> distances) {
        double noise =
                distances.stream().mapToDouble(Distances::noise).average().orElse(Double.NaN);
        double restored =
                distances.stream().mapToDouble(Distances::restored).average().orElse(Double.NaN);
        return DenoiserEvaluation.Change.of(
                new DenoiserEvaluation.Quality(decibels(noise), Double.NaN),
                new DenoiserEvaluation.Quality(decibels(restored), Double.NaN));
    }

    /** @param white decides which level is white for both images */
    private static double distance(Image image, Image other, Image white) {
        return Psnr.meanSquaredError(Display.of(other, white), Display.of(image, white));
    }

    private static double decibels(double squares) {
        return -10 * Math.log10(Math.max(LEAST, squares));
    }
}
