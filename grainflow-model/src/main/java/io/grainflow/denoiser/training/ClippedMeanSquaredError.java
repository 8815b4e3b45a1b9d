package io.grainflow.denoiser.training;

import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.tensor.Tensor;

/**
 * Mean of (m(f) - y)^2, where m(x) is the expectation of a clipped noisy value whose clean value is x. Its minimiser is the clean value,
 * whereas that of the plain mean squared error is the biased mean of the clipped values. This is exact if the target's clean value is
 * determined by the input. Otherwise part of the bias remains, because m is not linear.
 */
final class ClippedMeanSquaredError {
    private ClippedMeanSquaredError() {}

    static Tensor loss(Tensor output, Tensor target, ClippingBias clipping) {
        float[] restored = output.toFloats();
        float[] wanted = target.toFloats();
        double sum = 0;
        for (int i = 0; i < restored.length; i++) {
            double f = restored[i];
            double residual = clipping.expected(f) - wanted[i];
            sum += residual * residual;
            restored[i] = (float) (2 * residual * clipping.slope(f) / restored.length);
        }
        return CustomGradientLoss.loss(output, sum / restored.length, restored);
    }
}
