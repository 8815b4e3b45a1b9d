package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseDivergence;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Distances between synthetic and real noise. Lower is better for every figure.
 *
 * @param nllNatsPerDim negative log-likelihood of the real noise per value; NaN if the model has no density
 * @param kld KL(real || synthetic) in nats, NAFlow's rule, the synthetic image clamped but not rounded
 * @param kldQuantised the same after rounding the synthetic image to 8 bit
 * @param kldNeca KL in nats, NeCA's rule, rounded to 8 bit
 * @param kldFlowSrgb KL in nats, the rule of Flow-sRGB, rounded to 8 bit
 * @param kldNmFlowGan KL in nats, the rule of NM-FlowGAN: mean over patches of 96x96 (the whole of smaller images), not rounded
 * @param kldC2n KL in nats, the rule of C2N: histograms of grey levels, rounded to 8 bit; of several images of an evaluation together
 * @param klNoiseFlow KL in nats, the rule of Noise Flow for raw images: mean over patches of 32x32
 * @param klNoise2NoiseFlow KL in nats, the rule of Noise2NoiseFlow for raw images: mean over patches of 32x32
 * @param akld AKLD in nats, mean over the samples of an image
 * @param noiseCorrelationDistance mean absolute difference of the noise correlation maps
 * @param realSigma standard deviation of the real noise, white = 1
 * @param syntheticSigma standard deviation of the synthetic noise, white = 1
 */
public record NoiseScore(
        double nllNatsPerDim,
        double kld,
        double kldQuantised,
        double kldNeca,
        double kldFlowSrgb,
        double kldNmFlowGan,
        double kldC2n,
        double klNoiseFlow,
        double klNoise2NoiseFlow,
        double akld,
        double noiseCorrelationDistance,
        double realSigma,
        double syntheticSigma) {
    private static final int EIGHT_BIT = 255;
    private static final int PATCH = 32;
    private static final int NM_FLOWGAN_PATCH = 96;

    /**
     * Compares one synthetic image with the real one.
     *
     * @param akld AKLD in nats, which may be a mean over more samples
     */
    static NoiseScore of(
            double nllNatsPerDim,
            Image clean,
            Image real,
            Image synthetic,
            double akld,
            LevelCounts levels,
            CorrelationMap realMap,
            CorrelationMap map) {
        Image rounded = synthetic.quantised(EIGHT_BIT);
        return new NoiseScore(
                nllNatsPerDim,
                NoiseDivergence.NAFLOW.klNats(clean, real, synthetic),
                NoiseDivergence.NAFLOW.klNats(clean, real, rounded),
                NoiseDivergence.NECA.klNats(clean, real, rounded),
                NoiseDivergence.FLOW_SRGB.klNats(clean, real, rounded),
                nmFlowGan(clean, real, synthetic),
                levels.klNats(),
                NoiseDivergence.NOISE_FLOW.klNatsOfPatches(clean, real, synthetic, PATCH),
                NoiseDivergence.NOISE2NOISE_FLOW.klNatsOfPatches(clean, real, synthetic, PATCH),
                akld,
                realMap.distance(map),
                sigma(clean, real),
                sigma(clean, synthetic.clamped()));
    }

    /** The unweighted mean; NaN for an empty list. */
    public static NoiseScore mean(List<NoiseScore> scores) {
        return new NoiseScore(
                mean(scores, NoiseScore::nllNatsPerDim),
                mean(scores, NoiseScore::kld),
                mean(scores, NoiseScore::kldQuantised),
                mean(scores, NoiseScore::kldNeca),
                mean(scores, NoiseScore::kldFlowSrgb),
                mean(scores, NoiseScore::kldNmFlowGan),
                mean(scores, NoiseScore::kldC2n),
                mean(scores, NoiseScore::klNoiseFlow),
                mean(scores, NoiseScore::klNoise2NoiseFlow),
                mean(scores, NoiseScore::akld),
                mean(scores, NoiseScore::noiseCorrelationDistance),
                mean(scores, NoiseScore::realSigma),
                mean(scores, NoiseScore::syntheticSigma));
    }

    private static double nmFlowGan(Image clean, Image real, Image synthetic) {
        NoiseDivergence rule = NoiseDivergence.NM_FLOWGAN;
        boolean small = clean.height() < NM_FLOWGAN_PATCH || clean.width() < NM_FLOWGAN_PATCH;
        return small
                ? rule.klNats(clean, real, synthetic)
                : rule.klNatsOfPatches(clean, real, synthetic, NM_FLOWGAN_PATCH);
    }

    /** A mean with figures that are computed of all its images together. */
    NoiseScore pooled(double distance, LevelCounts levels) {
        return new NoiseScore(
                nllNatsPerDim,
                kld,
                kldQuantised,
                kldNeca,
                kldFlowSrgb,
                kldNmFlowGan,
                levels.klNats(),
                klNoiseFlow,
                klNoise2NoiseFlow,
                akld,
                distance,
                realSigma,
                syntheticSigma);
    }

    private static double mean(List<NoiseScore> scores, ToDoubleFunction<NoiseScore> figure) {
        return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double sigma(Image clean, Image noisy) {
        float[] a = clean.toArray();
        float[] b = noisy.toArray();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double noise = (double) b[i] - a[i];
            sum += noise;
            squares += noise * noise;
        }
        double mean = sum / a.length;
        return Math.sqrt(Math.max(0, squares / a.length - mean * mean));
    }
}
