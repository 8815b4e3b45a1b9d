package io.grainflow.denoiser.training;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Display;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.metric.Psnr;
import io.grainflow.network.Weights;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.Metrics;
import io.grainflow.train.Validator;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.ValidationCrops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures denoisers on the centres of some held-out images, slices whole, always the same ones with the same noise. Of two noisy shots a and
 * b, whose noise is independent and of mean zero, the distance to the unknown clean image is estimated: the mean of (f(a) - b)^2
 * less that of (a - b)^2 / 2, the noise of b; of re-noised pictures likewise. Of light, whose curve for looking at it moves means, the distance to the other shot
 * is told as it is.
 */
final class PatchValidation implements Validator {
    /** Mean PSNR of the noisy images. */
    static final String BEFORE = "psnrDecibelsBefore";
    /** Mean PSNR of the restored ones. */
    static final String AFTER = "psnrDecibels";

    private static final int MOST_IMAGES = 16;
    private static final int LARGEST_SIDE = 256;
    private static final int MOST_SAMPLES = 4;
    private static final int SAMPLE_SIDE = 128;
    private static final double MOST_DECIBELS = 100;

    private final DenoiserTask task;
    private final List<Image> targets;
    private final List<Image> noisy;
    private final boolean slices;
    private final double targetNoise;
    private final double before;

    PatchValidation(DenoiserTask task, Seed seed) {
        this.task = task;
        TrainingData data = task.data();
        Supervision supervision = task.supervision();
        List<PairEntry> entries = data.validation();
        this.slices = supervision.noise().wholeSlices();
        this.targets = new ArrayList<>();
        this.noisy = new ArrayList<>();
        for (int chosen : ValidationCrops.spread(entries.size(), MOST_IMAGES)) {
            NoisyPair whole = data.cache().load(entries.get(chosen));
            NoisyPair centre = slices ? whole : ValidationCrops.centre(whole, LARGEST_SIDE);
            boolean known = supervision.targetShare() == 0;
            targets.add(known ? centre.clean() : supervision.partner(centre, seed.child(chosen)));
            noisy.add(supervision.first(centre, seed.child(chosen)));
        }
        boolean curved = data.domain() == PixelDomain.LINEAR && data.channels() >= 3;
        this.targetNoise = curved ? 0 : supervision.targetShare() * meanSquares(noisy);
        this.before = meanDecibels(noisy);
    }

    private PatchValidation(PatchValidation whole, int images, int side) {
        this.task = whole.task;
        this.slices = whole.slices;
        this.targets = centres(whole.targets, images, side);
        this.noisy = centres(whole.noisy, images, side);
        double all = whole.meanSquares(whole.noisy);
        this.targetNoise = all == 0 ? 0 : whole.targetNoise / all * meanSquares(noisy);
        this.before = meanDecibels(noisy);
    }

    private static List<Image> centres(List<Image> images, int count, int side) {
        return ValidationCrops.spread(images.size(), count).stream()
                .map(images::get)
                .map(image -> {
                    int height = Math.min(side, image.height());
                    int width = Math.min(side, image.width());
                    return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
                })
                .toList();
    }

    /** Less of the same, for what is measured several times. */
    PatchValidation small() {
        return new PatchValidation(this, MOST_SAMPLES, SAMPLE_SIDE);
    }

    @Override
    public List<String> figures() {
        return List.of(BEFORE, AFTER);
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        // weights that are no numbers any more show in the next loss, which ends the training with its last good
        // checkpoint
        if (targets.isEmpty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (TrainedDenoiser denoiser =
                task.spec().build(averaged, task.data().domain(), task.request().inference())) {
            return Optional.of(Metrics.of(BEFORE, before).and(AFTER, decibels(denoiser)));
        }
    }

    /** Mean PSNR of what a denoiser makes of the images. */
    double decibels(Denoiser denoiser) {
        return meanDecibels(noisy.stream().map(denoiser::denoise).toList());
    }

    /** The noisy images. */
    List<Image> samples() {
        return List.copyOf(noisy);
    }

    private double meanDecibels(List<Image> images) {
        if (targetNoise > 0) {
            return Math.min(MOST_DECIBELS, -10 * Math.log10(Math.max(1e-10, meanSquares(images) - targetNoise)));
        }
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            Image target = shown(i, targets.get(i));
            sum += Math.min(
                    MOST_DECIBELS, Psnr.decibels(target, shown(i, images.get(i)).clamped(), 1));
        }
        return images.isEmpty() ? 0 : sum / images.size();
    }

    private Image shown(int index, Image image) {
        return slices ? image : Display.of(image, targets.get(index));
    }

    private double meanSquares(List<Image> images) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += Psnr.meanSquaredError(shown(i, targets.get(i)), shown(i, images.get(i)));
        }
        return images.isEmpty() ? 0 : sum / images.size();
    }
}
