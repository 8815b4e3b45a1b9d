package io.grainflow.noiseflow;

import io.grainflow.metric.NoiseDivergence;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import io.grainflow.train.Metrics;
import io.grainflow.train.Validator;
import io.grainflow.train.data.ValidationCrops;
import java.util.List;
import java.util.Optional;

/** Evaluates flows on the centres of some held-out pairs with known captures, always the same ones with the same random numbers. */
final class NoiseFlowValidation implements Validator {
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 192;
    private static final String NLL = "validationNllNatsPerDim";
    private static final String KLD = "validationKld";

    private final NoiseFlowTask task;
    private final List<Capture> captures;
    private final List<NoisyPair> pairs;
    private final Seed seed;

    /** @param captures that the flow knows, in index order */
    NoiseFlowValidation(NoiseFlowTask task, List<Capture> captures, Seed seed) {
        this.task = task;
        this.captures = captures;
        this.seed = seed;
        this.pairs = ValidationCrops.centres(task.data(), captures, MOST_PAIRS, LARGEST_SIDE);
    }

    @Override
    public List<String> figures() {
        return List.of(NLL, KLD);
    }

    /** Negative log-likelihood in nats per value, and KLD of samples in nats. */
    @Override
    public Optional<Metrics> measure(Weights averaged) {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        NoiseDensity model = (NoiseDensity)
                task.spec().build(captures, averaged, task.request().inference());
        double nll = 0;
        double kld = 0;
        for (int i = 0; i < pairs.size(); i++) {
            NoisyPair pair = pairs.get(i);
            nll += model.nllNatsPerDim(pair) / pairs.size();
            kld += NoiseDivergence.NAFLOW.klNats(
                            pair.clean(), pair.noisy(), model.sampleNoisy(pair.clean(), pair.capture(), seed.child(i)))
                    / pairs.size();
        }
        return Optional.of(Metrics.of(NLL, nll).and(KLD, kld));
    }
}
