package io.grainflow.denoiser.training;

import io.grainflow.tensor.Tensor;

/**
 * The distance between a restored image and its target. With noisy targets the loss determines which statistic of the conditional
 * distribution of targets is learned (Lehtinen et al., Noise2Noise, ICML 2018, sections 2 and 3).
 */
public enum Loss {
    /** Mean of (f - y)^2: learns the conditional mean. For zero-mean noise. */
    L2 {
        @Override
        Tensor each(Tensor output, Tensor target, double progress) {
            return output.sub(target).square();
        }
    },
    /** Mean of |f - y|: learns the median. For corruptions that leave more than half of the values unchanged (text). */
    L1 {
        @Override
        Tensor each(Tensor output, Tensor target, double progress) {
            return output.sub(target).abs();
        }
    },
    /**
     * Mean of (|f - y| + 1e-8)^g with g falling linearly from 2 to 0 over the run: approximates the mode. For corruptions under which the
     * true value remains the most frequent one (impulses). Losses of different steps are not comparable.
     */
    L0 {
        @Override
        Tensor each(Tensor output, Tensor target, double progress) {
            double exponent = 2 * (1 - progress);
            return output.sub(target).abs().add(EPSILON).log().mul(exponent).exp();
        }

        @Override
        boolean comparable() {
            return false;
        }
    },
    /**
     * Mean of (f - y)^2 / (f + 0.01)^2. The denominator is treated as a constant, and negative f in it as 0. Learns the mean, but bright
     * outliers weigh no more than dark ones. For renders and other unbounded linear radiance.
     */
    HDR {
        @Override
        Tensor each(Tensor output, Tensor target, double progress) {
            Tensor scale = output.detach().relu().add(0.01);
            return output.sub(target).div(scale).square();
        }

        // a single bright pixel that is restored as black outweighs thousands of others
        @Override
        boolean comparable() {
            return false;
        }
    };

    private static final double EPSILON = 1e-8;

    /**
     * The loss of each element.
     *
     * @param output of the network, [N,C,H,W]
     * @param target of the same shape
     * @param progress share of the run that is done, in [0,1)
     */
    abstract Tensor each(Tensor output, Tensor target, double progress);

    /** Whether a rising loss indicates divergence. */
    boolean comparable() {
        return true;
    }
}
