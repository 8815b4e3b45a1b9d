package io.grainflow.job.evaluate;

import io.grainflow.image.Display;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Outcome;
import io.grainflow.metric.Psnr;
import io.grainflow.metric.Ssim;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Restored images compared with the clean ones. Images are clamped to [0,1] before they are compared, finished pictures
 * also rounded to 8 bit.
 *
 * @param images one score per pair
 * @param captures unweighted means over the images of each camera and ISO
 * @param average unweighted mean over all images
 * @param averageOverCaptures unweighted mean over the cameras and ISOs
 * @param failed number of pairs that could not be restored or compared
 * @param precision number format that a trained denoiser computed in; empty for others
 */
public record DenoiserEvaluation(
        List<ImageScore> images,
        List<CaptureScore> captures,
        Change average,
        Change averageOverCaptures,
        int failed,
        List<Failure> failures,
        Optional<String> precision)
        implements Outcome {
    private static final int EIGHT_BIT = 255;

    /**
     * Similarity to the clean image.
     *
     * @param psnrDecibels peak signal-to-noise ratio, all channels jointly
     * @param ssim structural similarity, Gaussian window of 11x11
     */
    public record Quality(double psnrDecibels, double ssim) {
        /**
         * Compares finished pictures as rounded to 8 bit, raw values limited to [0,1],
         * and linear light as it is displayed ({@link Display}).
         */
        public static Quality of(Image clean, Image image) {
            if (clean.domain() == PixelDomain.LINEAR) {
                return unrounded(Display.of(clean, clean), Display.of(image, clean));
            }
            return clean.domain() == PixelDomain.SRGB
                    ? between(clean.quantised(EIGHT_BIT), image.quantised(EIGHT_BIT))
                    : unrounded(clean, image);
        }

        /** Compares values limited to [0,1], with white = 1 in every domain. */
        static Quality unrounded(Image clean, Image image) {
            return between(clean.clamped(), image.clamped());
        }

        private static Quality between(Image reference, Image image) {
            return new Quality(Psnr.decibels(reference, image, 1), Ssim.mean(reference, image));
        }
    }

    /** The noisy and the restored image. */
    public record Change(Quality before, Quality after, double gainDecibels) {
        public static Change of(Quality before, Quality after) {
            return new Change(before, after, after.psnrDecibels() - before.psnrDecibels());
        }

        static Change mean(List<Change> changes) {
            return of(meanQuality(changes, Change::before), meanQuality(changes, Change::after));
        }

        private static Quality meanQuality(List<Change> changes, Function<Change, Quality> which) {
            return new Quality(
                    changes.stream()
                            .mapToDouble(change -> which.apply(change).psnrDecibels())
                            .average()
                            .orElse(Double.NaN),
                    changes.stream()
                            .mapToDouble(change -> which.apply(change).ssim())
                            .average()
                            .orElse(Double.NaN));
        }
    }

    /** The score of one pair. */
    public record ImageScore(
            String name, String scene, String camera, int iso, Quality before, Quality after, double gainDecibels) {
        public Change change() {
            return new Change(before, after, gainDecibels);
        }
    }

    /** The mean score of the images of one camera and ISO. */
    public record CaptureScore(String camera, int iso, int images, Quality before, Quality after, double gainDecibels) {
        public Change change() {
            return new Change(before, after, gainDecibels);
        }
    }

    public static ImageScore score(
            String name, String scene, Capture capture, Image clean, Image noisy, Image denoised) {
        return score(name, scene, capture, Quality.of(clean, noisy), Quality.of(clean, denoised));
    }

    public static ImageScore score(String name, String scene, Capture capture, Quality before, Quality after) {
        Change change = Change.of(before, after);
        return new ImageScore(
                name,
                scene,
                capture.camera().code(),
                capture.iso(),
                change.before(),
                change.after(),
                change.gainDecibels());
    }

    /** Score from two shots. Without a clean image there is no structural similarity. */
    static ImageScore estimated(PairEntry entry, double before, double after) {
        return new ImageScore(
                entry.name(),
                entry.scene(),
                entry.capture().camera().code(),
                entry.capture().iso(),
                new Quality(before, Double.NaN),
                new Quality(after, Double.NaN),
                after - before);
    }

    public static DenoiserEvaluation of(BatchRunner<ImageScore> items) {
        Map<Capture, List<Change>> byCapture = new TreeMap<>();
        for (ImageScore image : items.done()) {
            byCapture
                    .computeIfAbsent(Capture.of(image.camera(), image.iso()), key -> new ArrayList<>())
                    .add(image.change());
        }
        List<CaptureScore> captures = new ArrayList<>();
        byCapture.forEach((capture, changes) -> {
            Change mean = Change.mean(changes);
            captures.add(new CaptureScore(
                    capture.camera().code(),
                    capture.iso(),
                    changes.size(),
                    mean.before(),
                    mean.after(),
                    mean.gainDecibels()));
        });
        return new DenoiserEvaluation(
                items.done(),
                List.copyOf(captures),
                Change.mean(items.done().stream().map(ImageScore::change).toList()),
                Change.mean(captures.stream().map(CaptureScore::change).toList()),
                items.failures().size(),
                items.failures(),
                Optional.empty());
    }

    DenoiserEvaluation computedIn(Optional<String> format) {
        return new DenoiserEvaluation(images, captures, average, averageOverCaptures, failed, failures, format);
    }
}
