package io.grainflow.noise;

import io.grainflow.pair.NoisyPair;

/** A noise model with a probability density. */
public interface NoiseDensity extends NoiseModel {
    /**
     * -log p(noisy | clean, capture) in nats, divided by C*H*W, as a density over the image's own unit (white = 1). Infinite if the model
     * gives the pair probability zero.
     *
     * @throws UnknownCaptureException if the model does not know the capture
     */
    double nllNatsPerDim(NoisyPair pair);
}
