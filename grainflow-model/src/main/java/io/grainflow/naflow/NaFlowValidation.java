package io.grainflow.naflow;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import io.grainflow.train.Metrics;
import io.grainflow.train.Validator;
import io.grainflow.train.data.ValidationCrops;
import java.util.List;
import java.util.Optional;

/** Measures flows on the centres of some held-out pairs, always the same ones with the same random numbers. */
final class NaFlowValidation implements Validator {
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 192;

    private static final String BITS = "validationBitsPerDim";
    private static final String KLD = "validationKld";

    private final NaFlowTask task;
    private final List<Capture> vocabulary;
    private final List<NoisyPair> pairs;
    private final Seed seed;

    /** @param vocabulary captures in index order */
    NaFlowValidation(NaFlowTask task, List<Capture> vocabulary, Seed seed) {
        this.task = task;
        this.vocabulary = vocabulary;
        this.seed = seed;
        this.pairs =
                ValidationCrops.centres(task.data().validation(), task.data().cache(), MOST_PAIRS, LARGEST_SIDE);
    }

    @Override
    public List<String> figures() {
        return List.of(BITS, KLD);
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        // with non-finite weights the next loss is not finite either, which ends the training with its last good
        // checkpoint
        if (pairs.isEmpty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (NaFlowNoise model = new NaFlowNoise(
                task.spec(), vocabulary, averaged, task.request().inference())) {
            return Optional.of(measure(model));
        }
    }

    /** Bits per value under the most likely configuration, and KL divergence of noise-aware samples in nats. */
    private Metrics measure(NaFlowNoise model) {
        double nats = 0;
        double kld = 0;
        for (int i = 0; i < pairs.size(); i++) {
            NoisyPair pair = pairs.get(i);
            double best = model.logLikelihoods(pair.clean(), pair.noisy()).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            nats -= best / pair.noisy().size();
            Image sample = model.sampleLike(
                    pair.clean(), pair.clean(), pair.noisy(), LikeSampling.noiseAware(), seed.child(i));
            kld += NoiseDivergence.NAFLOW.klNats(pair.clean(), pair.noisy(), sample);
        }
        double bits = (nats / pairs.size() + Math.log(task.spec().quantisationLevels())) / Math.log(2);
        return Metrics.of(BITS, bits).and(KLD, kld / pairs.size());
    }
}
