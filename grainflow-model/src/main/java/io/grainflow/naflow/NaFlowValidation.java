package io.grainflow.naflow;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.noise.LikeSampling;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import io.grainflow.train.History;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.ValidationCrops;
import java.util.List;

/** Measures flows on the centres of some held-out pairs, always the same ones with the same random numbers. */
final class NaFlowValidation {
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 192;

    private final List<NoisyPair> pairs;
    private final Seed seed;

    NaFlowValidation(TrainingData data, Seed seed) {
        this.seed = seed;
        this.pairs = ValidationCrops.centres(data.validation(), data.cache(), MOST_PAIRS, LARGEST_SIDE);
    }

    boolean empty() {
        return pairs.isEmpty();
    }

    /** Bits per value under the likeliest configuration, and KLD of noise-aware samples in nats. */
    History.Validation measure(long step, NaFlowNoise model, int levels) {
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
        double bits = (nats / pairs.size() + Math.log(levels)) / Math.log(2);
        return new History.Validation(step, List.of(bits, kld / pairs.size()));
    }
}
