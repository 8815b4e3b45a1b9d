package io.grainflow.train;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.metric.Psnr;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;

/** Measures denoisers on the centres of some held-out images, always the same ones with the same noise. */
final class PatchValidation {
    private static final int MOST_IMAGES = 16;
    private static final int LARGEST_SIDE = 256;
    private static final double MOST_DECIBELS = 100;

    private final List<Image> clean = new ArrayList<>();
    private final List<Image> noisy = new ArrayList<>();
    private final double before;

    PatchValidation(TrainingData data, Supervision supervision, Seed seed) {
        List<PairEntry> entries = data.validation();
        for (int chosen : HeldOut.spread(entries.size(), MOST_IMAGES)) {
            NoisyPair centre = HeldOut.centre(data.cache().load(entries.get(chosen)), LARGEST_SIDE);
            clean.add(centre.clean());
            noisy.add(supervision.input(centre, seed.child(chosen)));
        }
        this.before = meanDecibels(noisy);
    }

    boolean empty() {
        return clean.isEmpty();
    }

    History.Validation measure(long step, Denoiser denoiser) {
        return new History.Validation(
                step,
                List.of(
                        before,
                        meanDecibels(noisy.stream().map(denoiser::denoise).toList())));
    }

    private double meanDecibels(List<Image> images) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += Math.min(
                    MOST_DECIBELS, Psnr.decibels(clean.get(i), images.get(i).clamped(), 1));
        }
        return images.isEmpty() ? 0 : sum / images.size();
    }
}
