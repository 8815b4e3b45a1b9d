package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fitted Gaussian, a baseline for other models: white Gaussian noise with one standard deviation per channel and capture. */
public final class CaptureGaussianNoise implements NoiseDensity {
    private final TreeMap<Capture, double[]> sigmas = new TreeMap<>();

    /** @param sigmaPerChannel standard deviations of each known capture, each at least 1e-6; at least one capture */
    public CaptureGaussianNoise(Map<Capture, double[]> sigmaPerChannel) {
        if (sigmaPerChannel.isEmpty()) {
            throw new IllegalArgumentException("CaptureGaussianNoise expects at least one capture, got none");
        }
        sigmaPerChannel.forEach((capture, sigma) -> {
            if (sigma.length == 0 || Arrays.stream(sigma).anyMatch(s -> !(s >= 1e-6 && s <= Double.MAX_VALUE))) {
                throw new IllegalArgumentException("CaptureGaussianNoise expects a finite sigma of at least 1e-6 per"
                        + " channel, got " + Arrays.toString(sigma) + " for " + capture);
            }
            sigmas.put(capture, sigma.clone());
        });
    }

    /** The standard deviation of each channel for a capture. */
    public double[] sigmaPerChannel(Capture capture) {
        double[] sigma = sigmas.get(capture);
        if (sigma == null) {
            throw new UnknownCaptureException(capture, captures());
        }
        return sigma.clone();
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        return IndependentGaussian.sample(clean, NoiseLevel.constant(sigmaPerChannel(capture)), seed);
    }

    @Override
    public double nllNatsPerDim(NoisyPair pair) {
        return IndependentGaussian.nllNatsPerDim(pair, NoiseLevel.constant(sigmaPerChannel(pair.capture())));
    }

    @Override
    public List<Capture> captures() {
        return List.copyOf(sigmas.keySet());
    }
}
