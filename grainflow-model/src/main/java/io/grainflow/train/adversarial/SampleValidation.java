package io.grainflow.train.adversarial;

import io.grainflow.image.Image;
import io.grainflow.metric.Akld;
import io.grainflow.metric.NoiseCorrelation;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import io.grainflow.train.Metrics;
import io.grainflow.train.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares samples of a noise model with the real noise of held-out pairs, always the same pairs with the same random numbers. The losses of
 * adversarial training do not say how good a model is.
 *
 * @param pairs held-out pairs; none for no validation
 * @param model the model of averaged weights; it is closed after use
 * @param sampler draws a noisy image for a pair
 * @param density whether the model has a likelihood that is measured, too
 * @param seed of the samples
 */
public record SampleValidation(
        List<NoisyPair> pairs, Function<Weights, NoiseModel> model, Sampler sampler, boolean density, Seed seed)
        implements Validator {
    /** Negative log-likelihood in nats per value. */
    public static final String NLL = "validationNllNatsPerDim";
    /** KL divergence of histograms in nats, NAFlow's rule. */
    public static final String KLD = "validationKld";
    /** KL divergence of histograms in nats, the rule of Flow-sRGB and NM-FlowGAN. */
    public static final String KLD_FLOW_SRGB = "validationKldFlowSrgb";
    /** AKLD in nats. */
    public static final String AKLD = "validationAkld";
    /** Mean absolute difference of the mean noise correlation maps. */
    public static final String CORRELATION = "validationCorrelationDistance";

    /** Pairs that validations of adversarial trainings use at most. */
    public static final int MOST_PAIRS = 8;
    /** Largest height and width of their crops. */
    public static final int LARGEST_SIDE = 192;

    private static final int LAGS = 5;

    /** How a noisy image is drawn for a pair. */
    @FunctionalInterface
    public interface Sampler {
        /** A noisy image of the pair's clean image. */
        Image sample(NoiseModel model, NoisyPair pair, Seed seed);
    }

    public SampleValidation {
        pairs = List.copyOf(pairs);
    }

    /** Samples by camera and ISO. */
    public static SampleValidation byCapture(
            List<NoisyPair> pairs, Function<Weights, NoiseModel> model, boolean density, Seed seed) {
        return new SampleValidation(
                pairs,
                model,
                (noise, pair, own) -> noise.sampleNoisy(pair.clean(), pair.capture(), own),
                density,
                seed);
    }

    @Override
    public List<String> figures() {
        List<String> names = new ArrayList<>(List.of(KLD, KLD_FLOW_SRGB, AKLD, CORRELATION));
        if (density) {
            names.add(0, NLL);
        }
        return List.copyOf(names);
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        // with non-finite weights the next loss is not finite either, which ends the training
        if (pairs.isEmpty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (NoiseModel noise = model.apply(averaged)) {
            return Optional.of(measure(noise));
        }
    }

    private Metrics measure(NoiseModel noise) {
        double[] sums = new double[4];
        List<double[][]> real = new ArrayList<>();
        List<double[][]> synthetic = new ArrayList<>();
        int lags = pairs.stream()
                .mapToInt(pair -> Math.min(pair.clean().height(), pair.clean().width()) - 1)
                .reduce(LAGS, Math::min);
        for (int i = 0; i < pairs.size(); i++) {
            NoisyPair pair = pairs.get(i);
            Image sample = sampler.sample(noise, pair, seed.child(i));
            sums[0] += noise instanceof NoiseDensity scored && density ? scored.nllNatsPerDim(pair) : 0;
            sums[1] += NoiseDivergence.NAFLOW.klNats(pair.clean(), pair.noisy(), sample);
            sums[2] += NoiseDivergence.FLOW_SRGB.klNats(pair.clean(), pair.noisy(), sample);
            sums[3] += Akld.nats(pair.clean(), pair.noisy(), sample);
            real.add(NoiseCorrelation.map(pair.clean(), pair.noisy(), lags));
            synthetic.add(NoiseCorrelation.map(pair.clean(), sample.clamped(), lags));
        }
        double count = pairs.size();
        Metrics start = density ? Metrics.of(NLL, sums[0] / count) : Metrics.none();
        return start.and(KLD, sums[1] / count)
                .and(KLD_FLOW_SRGB, sums[2] / count)
                .and(AKLD, sums[3] / count)
                .and(
                        CORRELATION,
                        NoiseCorrelation.distance(NoiseCorrelation.mean(real), NoiseCorrelation.mean(synthetic)));
    }
}
