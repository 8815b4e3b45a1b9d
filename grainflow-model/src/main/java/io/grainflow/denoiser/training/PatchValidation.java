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
 * Evaluates denoisers on the centres of some held-out images (on whole slices), always the same ones with the same noise. If there are only
 * two noisy shots a and b, with independent zero-mean noise, the error against the unknown clean image is estimated as the mean of (f(a) -
 * b)^2 minus the mean of (a - b)^2 / 2, which is the noise variance of b. The same holds for recorrupted images. For renders, the error
 * against the other shot is reported without this correction, because tone mapping biases the means.
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

    /** A smaller set of the same images, for figures that are measured several times. */
    PatchValidation small() {
        return new PatchValidation(this, MOST_SAMPLES, SAMPLE_SIDE);
    }

    @Override
    public List<String> figures() {
        return List.of(BEFORE, AFTER);
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        // with non-finite weights the next loss is not finite either, which ends the training with its last good
        // checkpoint
        if (targets.isEmpty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (TrainedDenoiser denoiser =
                task.spec().build(averaged, task.data().domain(), task.request().inference())) {
            return Optional.of(Metrics.of(BEFORE, before).and(AFTER, decibels(denoiser)));
        }
    }

    /** Mean PSNR of the images that a denoiser restores. */
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
