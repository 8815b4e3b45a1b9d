package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * Photon noise: noisy = k / peak with k ~ Poisson(peak * clean), independent of the capture. Clean values below zero are treated as zero.
 *
 * <p>As a density over the image's unit: the probability of k = peak * noisy, extended to every k of at least zero by the gamma function,
 * times peak: p(y | x) = peak * (peak x)^k e^(-peak x) / Gamma(k + 1). It integrates to one up to e^(-peak x) / 2 or so. Noisy values below
 * zero have probability zero, and so have those above zero where the clean value is zero.
 *
 * @param peak expected count at white, positive
 */
public record PoissonNoise(double peak) implements NoiseDensity {
    public PoissonNoise {
        if (!(peak > 0 && peak <= 1e9)) {
            throw new IllegalArgumentException("PoissonNoise expects a peak in (0,1e9], got " + peak);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        RandomField field = new RandomField(seed);
        float[] values = clean.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (PoissonSampler.count(field, i, Math.max(0, peak * values[i])) / peak);
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        float[] clean = pair.clean().toArray();
        float[] noisy = pair.noisy().toArray();
        double sum = 0;
        for (int i = 0; i < clean.length; i++) {
            sum -= logProbability(peak * noisy[i], Math.max(0, peak * clean[i]));
        }
        return sum / clean.length - Math.log(peak);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    private static double logProbability(double count, double mean) {
        if (count < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (mean == 0) {
            return count == 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        return count * Math.log(mean) - mean - LogGamma.of(count + 1);
    }
}
