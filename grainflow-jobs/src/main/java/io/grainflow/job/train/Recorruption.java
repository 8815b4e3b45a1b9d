package io.grainflow.job.train;

import io.grainflow.corruption.Corruption;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.image.Image;
import io.grainflow.noise.CaptureGaussianNoise;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.estimate.NoiseLevelEstimate;
import io.grainflow.noise.estimate.NoiseLevelEstimator;
import io.grainflow.noise.estimate.NoiseLevelPool;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.train.data.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Noise for training on noisy images alone. Only noise is accepted for which such training is valid. */
final class Recorruption {
    private static final int IMAGES = 32;

    private Recorruption() {}

    /**
     * Noise like that of the images.
     *
     * @param told known noise; real noise is estimated
     * @throws InputException if it is not Gaussian, has an unknown level, or is correlated and unknown
     */
    static TrainingNoise of(TrainingNoise told, TrainingData data, Monitor monitor) {
        if (told instanceof TrainingNoise.Real) {
            return new TrainingNoise.Recorrupted(estimated(data, monitor), "estimated from the images");
        }
        if (told instanceof TrainingNoise.Synthetic made && isSound(made.corruption())) {
            return new TrainingNoise.Recorrupted(made.corruption(), told.description());
        }
        if (told instanceof TrainingNoise.Learned learned
                && (learned.model() instanceof HeteroscedasticNoise
                        || learned.model() instanceof CaptureGaussianNoise)) {
            List<Capture> known = learned.model().captures();
            NoiseModel model = known.size() == 1 ? new Always(learned.model(), known.get(0)) : learned.model();
            return new TrainingNoise.Recorrupted(model, told.description());
        }
        throw new InputException(
                "noise " + told.description(),
                "cannot stand for a second shot of noisy images: that holds for Gaussian noise of known strength only",
                "give gaussian:SIGMA, brown:SIGMA:BANDWIDTH, poisson:PEAK, a gaussian or heteroscedastic model, or real");
    }

    private static boolean isSound(Corruption corruption) {
        return corruption.line().isPresent() && !corruption.clipped();
    }

    private static NoiseModel estimated(TrainingData data, Monitor monitor) {
        NoiseLevelPool pool = new NoiseLevelPool();
        List<PairEntry> entries = data.training();
        int count = Math.min(IMAGES, entries.size());
        int correlated = 0;
        for (int i = 0; i < count; i++) {
            NoisyPair pair = data.cache().load(entries.get((int) ((long) i * entries.size() / count)));
            pool.add(pair.noisy());
            correlated += NoiseLevelEstimator.takes(pair.noisy())
                            && NoiseLevelEstimator.estimate(pair.noisy()).kind() == NoiseLevelEstimate.Kind.CORRELATED
                    ? 1
                    : 0;
        }
        if (2 * correlated > count) {
            throw new InputException(
                    "noise of the images",
                    "is correlated from pixel to pixel (JPEG, demosaicking or resizing), so one image cannot tell it",
                    "give shots:DIR, or raw files");
        }
        NoiseLevel level = pool.level()
                .orElseThrow(() -> new InputException(
                        "noise of the images", "cannot be estimated", "give images of at least 32x32 pixels"));
        monitor.on(new Event.Note("noise estimated from " + count + " images: " + level));
        Map<Capture, NoiseLevel> levels = data.captures().stream()
                .collect(Collectors.toMap(Function.identity(), capture -> level, (a, b) -> a, TreeMap::new));
        return new HeteroscedasticNoise(levels);
    }

    /** A model of one camera and ISO, also used for images whose camera and ISO are unknown. */
    private record Always(NoiseModel model, Capture capture) implements NoiseModel {
        @Override
        public Image sampleNoisy(Image clean, Capture any, Seed seed) {
            return model.sampleNoisy(clean, capture, seed);
        }

        @Override
        public List<Capture> captures() {
            return List.of();
        }
    }
}
